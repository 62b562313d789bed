package io.sistership.control;

import io.sistership.aws.KmsPublicKey;
import io.sistership.model.Arn;
import io.sistership.model.FailureKind;
import io.sistership.model.Sha256;
import io.sistership.model.SistershipException;
import io.sistership.vault.Pin;
import io.sistership.vault.Pins;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Which keys the recovery side trusts to sign: pinned by a person, ended by a person.
final class SignerPins {

    /// How long a pinned key may sign: long enough that rotating it is a plan and not an accident.
    private static final int VALID_DAYS = 730;

    private final Sides sides;
    private final Pins pins;
    private final Instant now;

    SignerPins(Sides sides) {
        this.sides = sides;
        this.pins = new Pins(sides.state(AccessRole.RECOVERY_ACCESS));
        this.now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    /// Pins the key that the primary stack signs with, if it isn't; others stay as they are, so that
    /// what they signed stays good.
    List<String> pinCurrent() {
        var kmsKey = sides.signingKey();
        var lines = new ArrayList<String>();
        if (pins.ofKmsKey(kmsKey).isEmpty()) {
            var pin = pin(kmsKey);
            pins.put(pin);
            lines.add("pinned key " + pin.keyId());
        }
        pins.all().forEach(pin -> lines.add(describe(pin, kmsKey)));
        return lines;
    }

    private Pin pin(Arn kmsKey) {
        var der = new KmsPublicKey(sides.as(AccessRole.PRIMARY_ACCESS), kmsKey).der();
        return Pin.of(der, now, now.plus(VALID_DAYS, ChronoUnit.DAYS), kmsKey);
    }

    /// Ends a key: what was published by now stays good, nothing more is.
    List<String> end(String keyId) {
        var pin = pins.find(id(keyId)).orElseThrow(() -> notPinned(keyId));
        if (!pin.notAfter().isBefore(now)) {
            pins.put(pin.until(now.isBefore(pin.notBefore()) ? pin.notBefore() : now));
        }
        return pins.all().stream().map(each -> describe(each, sides.signingKey())).toList();
    }

    private static Sha256 id(String keyId) {
        try {
            return new Sha256(keyId);
        } catch (IllegalArgumentException e) {
            throw new SistershipException(
                    FailureKind.USAGE,
                    "key-id-form",
                    "'" + keyId + "' is no key id: " + e.getMessage(),
                    "Key ids are listed by: sistership init",
                    e);
        }
    }

    private static SistershipException notPinned(String keyId) {
        return new SistershipException(
                FailureKind.ACCESS,
                "key-not-pinned",
                "no pin is of key " + keyId,
                "Key ids are listed by: sistership init");
    }

    private String describe(Pin pin, Arn current) {
        var verb = pin.notAfter().isAfter(now) ? "may sign for account " : "signed for account ";
        var which = pin.kmsKey().equals(current) ? " (the one that captures sign with)" : "";
        return "key "
                + pin.keyId()
                + which
                + " "
                + verb
                + pin.account()
                + " until "
                + pin.notAfter();
    }
}
