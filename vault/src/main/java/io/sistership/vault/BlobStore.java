package io.sistership.vault;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Where bytes lie under keys: a bucket, or a directory.
///
/// Keys are relative and use `/`. A blob appears whole or not at all, and a reader sees the newest
/// one (S3 is strongly consistent; see the S3 User Guide, "Amazon S3 data consistency model").
/// Implementations are thread-safe. Failures other than those named here are
/// [io.sistership.model.SistershipException]s of the implementation.
public interface BlobStore {

    /// Opens a blob; the caller closes the stream.
    ///
    /// @throws BlobNotFoundException if there is none under that key
    InputStream get(String key);

    /// What is known of a blob without reading it, or nothing if there is none.
    Optional<Blob> head(String key);

    /// Writes a blob only if there is none under that key (`If-None-Match: *`).
    ///
    /// @return the new blob's tag
    /// @throws BlobConflictException if there is one already
    String putNew(String key, byte[] content);

    /// Replaces a blob only if it still has this tag (`If-Match`).
    ///
    /// @return the new blob's tag
    /// @throws BlobConflictException if the blob was changed or deleted meanwhile
    String replace(String key, byte[] content, String expectedTag);

    /// Writes a blob, whatever is there.
    ///
    /// @return the new blob's tag
    String put(String key, byte[] content);

    /// All blobs whose keys begin with `prefix`, in the order of their keys.
    List<Blob> list(String prefix);

    /// Deletes a blob; does nothing if there is none.
    void delete(String key);

    /// How people call this store in messages: `s3://bucket`, a directory's path.
    String describe();
}
