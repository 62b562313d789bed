package io.sistership.vault;

import io.sistership.model.Sha256;
import java.util.function.UnaryOperator;

/// Changes a finished point's manifest and signs it again, as whoever holds the signing key could.
final class Resigner {

    private final InMemoryBlobStore store;
    private final InMemorySigner signer;

    Resigner(InMemoryBlobStore store, InMemorySigner signer) {
        this.store = store;
        this.signer = signer;
    }

    void change(PointLocation location, UnaryOperator<String> change) {
        var before = Sample.text(store.content(location.manifest()));
        var after = change.apply(before);
        if (after.equals(before)) {
            throw new AssertionError("nothing was changed in " + before);
        }
        var manifest = Sample.utf8(after);
        var old = Envelope.read(store.content(location.envelope()));
        var statement = StatementJson.read(CanonicalJson.read(old.payload().bytes()));
        var payload =
                StatementJson.write(
                        new Statement(
                                statement.heading(),
                                statement.cut(),
                                Sha256.of(manifest),
                                statement.signer()));
        var signature = signer.sign(Envelope.preAuthentication(payload));
        store.put(location.manifest(), manifest);
        store.put(
                location.envelope(),
                new Envelope(
                                Envelope.Bytes.of(payload),
                                signer.keyId(),
                                Envelope.Bytes.of(signature))
                        .write());
    }
}
