package io.sistership.control;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import java.io.IOException;
import java.nio.file.Path;

/// Why the plan in a file isn't done: exit code 5, but for a file that can't be read.
///
/// @param file as the person named it
record PlanRefusal(Path file) {

    SistershipException unreadable(IOException cause) {
        return new SistershipException(
                FailureKind.USAGE,
                "plan-file",
                file + " can't be read: " + cause,
                "Make one: sistership plan --save FILE",
                cause);
    }

    SistershipException malformed(IllegalArgumentException cause) {
        return new SistershipException(
                FailureKind.REFUSED,
                "plan-malformed",
                "%s is no saved plan: %s".formatted(file, cause.getMessage()),
                "Make one: sistership plan --save FILE",
                cause);
    }

    /// @param what application, environment, cluster, point, target
    SistershipException ofAnother(String what, String own, String here) {
        return refused(
                "plan-of-another",
                "the plan is of %s %s, not %s".formatted(what, own, here),
                "Make one for this: sistership plan --save FILE");
    }

    SistershipException configuration(String own, String here) {
        return refused(
                "plan-changed",
                "sistership.yaml was changed since it was saved: its SHA-256 was %s, is %s"
                        .formatted(own, here),
                again());
    }

    SistershipException changed() {
        return refused(
                "plan-altered",
                "its lines aren't those that were signed",
                "Find out who changed it. Make another: sistership plan --save FILE");
    }

    SistershipException notSignedBy(String key) {
        return refused(
                "plan-signature",
                "its signature isn't one of this application's key for plans, " + key,
                "Find out who made it. Make another: sistership plan --save FILE");
    }

    SistershipException notAccepted(String accepted) {
        return refused(
                "plan-not-accepted",
                "it was saved without --accept " + accepted,
                "Save it with that: sistership plan --accept '" + accepted + "' --save FILE");
    }

    SistershipException differs(String differences) {
        return refused("plan-changed", "it is not what would be done now: " + differences, again());
    }

    private SistershipException refused(String code, String what, String fix) {
        return new SistershipException(
                FailureKind.REFUSED, code, "plan %s refused: %s".formatted(file, what), fix);
    }

    private static String again() {
        return "Look at what would be done now, and save it anew: sistership plan --save FILE";
    }
}
