package io.sistership.vault;

import io.sistership.model.Arn;
import io.sistership.model.FailureKind;
import io.sistership.model.Sha256;
import io.sistership.model.SistershipException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The pinned keys of the recovery side, in its state bucket: `pins/<key id>.json`. Thread-safe.
public final class Pins {

    private static final String PREFIX = "pins/";
    private static final int MAX_LENGTH = 16 << 10;

    private final BlobStore state;

    public Pins(BlobStore state) {
        this.state = state;
    }

    /// The pin of that key, if it is trusted at all.
    public Optional<Pin> find(Sha256 keyId) {
        if (state.head(key(keyId)).isEmpty()) {
            return Optional.empty();
        }
        var pin = read(key(keyId));
        if (!pin.keyId().equals(keyId)) {
            throw broken(key(keyId), "it holds another key: " + pin.keyId(), null);
        }
        return Optional.of(pin);
    }

    /// All pins.
    public List<Pin> all() {
        var pins = new ArrayList<Pin>();
        for (var blob : state.list(PREFIX)) {
            pins.add(read(blob.key()));
        }
        return pins;
    }

    /// The pin of the key that KMS holds under this ARN.
    public Optional<Pin> ofKmsKey(Arn kmsKey) {
        return all().stream().filter(pin -> pin.kmsKey().equals(kmsKey)).findFirst();
    }

    /// Trusts a key, or changes its validity.
    public void put(Pin pin) {
        state.put(key(pin.keyId()), write(pin));
    }

    private Pin read(String key) {
        try (var in = state.get(key)) {
            return parse(in.readNBytes(MAX_LENGTH));
        } catch (IllegalArgumentException e) {
            throw broken(key, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] write(Pin pin) {
        return CanonicalJson.bytes(json -> {
            json.writeNumberProperty("format", HeadingJson.FORMAT);
            json.writeStringProperty("kmsKey", pin.kmsKey().toString());
            json.writeStringProperty("notBefore", pin.notBefore().toString());
            json.writeStringProperty("notAfter", pin.notAfter().toString());
            json.writeStringProperty(
                    "publicKey", Base64.getEncoder().encodeToString(pin.key().getEncoded()));
        });
    }

    private static Pin parse(byte[] bytes) {
        var fields = CanonicalJson.read(bytes);
        HeadingJson.requireFormat(fields);
        var kmsKey = fields.parsed("kmsKey", Arn::parse);
        var notBefore = fields.instant("notBefore");
        var notAfter = fields.instant("notAfter");
        var der = fields.parsed("publicKey", Base64.getDecoder()::decode);
        fields.end();
        return Pin.of(der, notBefore, notAfter, kmsKey);
    }

    private SistershipException broken(String key, String what, @Nullable Throwable cause) {
        return new SistershipException(
                FailureKind.POINT_REFUSED,
                "pin-broken",
                "the pin %s/%s can't be used: %s".formatted(state.describe(), key, what),
                "Pin the signing key again with `sistership init`.",
                cause);
    }

    private static String key(Sha256 keyId) {
        return PREFIX + keyId.hex() + ".json";
    }
}
