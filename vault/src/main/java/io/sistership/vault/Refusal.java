package io.sistership.vault;

/// Why a recovery point was refused; its code and what a person does next.
public enum Refusal {
    MISSING(
            "point-file-missing",
            "Use another point (`sistership points`); find out who deleted the file."),
    LENGTH(
            "point-file-length",
            "Use another point (`sistership points`); find out who changed the file."),
    DIGEST(
            "point-file-digest",
            "Use another point (`sistership points`); find out who changed the file."),
    MALFORMED(
            "point-file-malformed",
            "Use another point (`sistership points`); find out who changed the file."),
    FORMAT("point-format", "Use the version of Sistership that wrote the point, or a newer one."),
    UNKNOWN_KEY(
            "point-signer-unknown",
            "If this key of the primary account is meant to sign, pin it with `sistership init`."),
    KEY_VALIDITY(
            "point-signer-expired",
            "Sign with a key whose pin is valid, or pin the key anew with `sistership init`."),
    SIGNATURE(
            "point-signature",
            "Use another point (`sistership points`); find out who changed the file."),
    STATEMENT(
            "point-statement",
            "Use another point (`sistership points`); find out who changed the file."),
    WRONG_APPLICATION(
            "point-wrong-application", "Check `application` in sistership.yaml and the bucket."),
    WRONG_CLUSTER("point-wrong-cluster", "Check `clusters` in sistership.yaml and the bucket."),
    SEQUENCE("point-sequence", "Run `sistership capture` again: it follows the accepted point."),
    NOT_CURRENT(
            "point-not-current",
            "Name the point (`--point ID`) to recover from it nevertheless; `sistership points`"
                    + " lists them."),
    EXPIRED(
            "point-expired",
            "Run `sistership capture` again: it makes a point that needs nothing of what went."),
    NAME_TAKEN(
            "point-name-taken",
            "Run `sistership capture` again; find out who wrote that file into the vault."),
    CONTENTS(
            "point-contents",
            "Use another point (`sistership points`): this one's signer wrote it wrongly.");

    private final String code;
    private final String fix;

    Refusal(String code, String fix) {
        this.code = code;
        this.fix = fix;
    }

    /// Stable, for programs.
    public String code() {
        return code;
    }

    String fix() {
        return fix;
    }
}
