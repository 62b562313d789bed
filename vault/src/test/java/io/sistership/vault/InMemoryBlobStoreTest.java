package io.sistership.vault;

/// The fake keeps the contract that it stands for.
class InMemoryBlobStoreTest implements BlobStoreContract {

    private final BlobStore store = new InMemoryBlobStore("memory");

    @Override
    public BlobStore store() {
        return store;
    }
}
