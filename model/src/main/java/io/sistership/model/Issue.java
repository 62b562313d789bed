package io.sistership.model;

/// Something that keeps an application from being recoverable, or that a person should know.
///
/// @param code stable, in kebab case (`role-without-counterpart`), for programs and documents
/// @param severity how much it matters
/// @param where the object, document or file, with the path inside it where there is one
/// @param what what is wrong and why, in one sentence
/// @param fix the exact command or edit that mends it; empty where nothing need be done
public record Issue(String code, Severity severity, String where, String what, String fix) {

    /// An issue that blocks a recovery.
    public static Issue blocking(String code, String where, String what, String fix) {
        return new Issue(code, Severity.BLOCKING, where, what, fix);
    }

    /// An issue that a person should look at.
    public static Issue warning(String code, String where, String what, String fix) {
        return new Issue(code, Severity.WARNING, where, what, fix);
    }

    /// An issue that only informs.
    public static Issue info(String code, String where, String what) {
        return new Issue(code, Severity.INFO, where, what, "");
    }

    /// Whether a recovery is refused while this stands.
    public boolean blocks() {
        return severity == Severity.BLOCKING;
    }
}
