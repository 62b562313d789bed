package io.sistership.kube;

import io.sistership.model.ObjectKey;

/// Takes a list's items one by one, in the server's order, on the thread that lists.
///
/// It must not call the same client: the page that is being read holds one of its permits.
@FunctionalInterface
public interface ItemSink {

    /// One item, exactly as the server sent it but for line breaks between tokens. The buffer is
    /// valid during the call only.
    void item(byte[] buffer, int offset, int length, ObjectKey key);
}
