package io.sistership.kube;

/// Which part of a type's objects, at which moment, in pages of what size. Immutable.
///
/// @param revision the store's revision to list at exactly
///     (`resourceVersionMatch=Exact`); empty for the newest
/// @param namespace empty for all
/// @param selector a label selector; empty for none
/// @param pageSize how many objects the first page asks for; later ones follow the objects' size
/// @param patience how long each page is waited for
public record ListRequest(
        String revision, String namespace, String selector, int pageSize, Patience patience) {

    private static final int PAGE_SIZE = 500;

    public ListRequest {
        if (pageSize < 1) {
            throw new IllegalArgumentException("page size is below 1: " + pageSize);
        }
    }

    /// Everything, as of now.
    public static ListRequest all() {
        return at("");
    }

    /// Everything, as it was at this revision.
    public static ListRequest at(String revision) {
        return new ListRequest(revision, "", "", PAGE_SIZE, Patience.FULL);
    }

    /// The same within one namespace.
    public ListRequest in(String namespace) {
        return new ListRequest(revision, namespace, selector, pageSize, patience);
    }

    /// The same for objects with these labels.
    public ListRequest labelled(String selector) {
        return new ListRequest(revision, namespace, selector, pageSize, patience);
    }

    /// The same in pages of this size to begin with.
    public ListRequest paged(int size) {
        return new ListRequest(revision, namespace, selector, size, patience);
    }

    /// The same, waiting no longer than that.
    public ListRequest with(Patience patience) {
        return new ListRequest(revision, namespace, selector, pageSize, patience);
    }
}
