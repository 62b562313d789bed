package io.sistership.kube;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.MessageHeaders;

/// An answer of 2xx whose body is still coming. Confined to the thread that reads it.
record Reply(int status, MessageHeaders headers, InputStream body) {

    /// Makes something of an answer; may be called once more with the answer to a repeated request.
    interface Reader<T> {
        T read(Reply reply) throws IOException;
    }
}
