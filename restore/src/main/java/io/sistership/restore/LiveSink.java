package io.sistership.restore;

import io.sistership.model.ObjectKey;

/// Takes the objects of a list one by one.
interface LiveSink {

    /// One object. The array is the receiver's to keep.
    void object(ObjectKey key, byte[] bytes);

    /// The list expired before its end: what was handed over is void, and comes again.
    void again();
}
