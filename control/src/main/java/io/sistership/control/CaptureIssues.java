package io.sistership.control;

import io.sistership.capture.CapturePolicy;
import io.sistership.capture.CaptureReport;
import io.sistership.capture.CapturedType;
import io.sistership.capture.OutsideCut;
import io.sistership.model.Application;
import io.sistership.model.Issue;
import io.sistership.model.Severity;
import io.sistership.vault.AbsentType;
import io.sistership.vault.EpochStart;
import java.util.ArrayList;
import java.util.List;

/// What a person should know of what a capture found inside a cluster.
final class CaptureIssues {

    private final Application application;
    private final String cluster;

    CaptureIssues(Application application, String cluster) {
        this.application = application;
        this.cluster = cluster;
    }

    List<Issue> of(CaptureReport report) {
        var issues = new ArrayList<Issue>();
        report.unavailable().forEach(type -> issues.add(unavailable(type)));
        report.types()
                .forEach(type -> type.outside().ifPresent(why -> issues.add(outside(type, why))));
        issues.addAll(CapturePolicy.standard().with(application.capture()).warnings());
        issues.addAll(report.remarks());
        report.epochStart()
                .filter(start -> !start.expected())
                .ifPresent(start -> issues.add(epoch(start)));
        return issues;
    }

    /// Nothing is lost by it, and no command mends it; but it shouldn't happen every time.
    private Issue epoch(EpochStart start) {
        return Issue.info(
                "epoch-begun",
                "cluster " + cluster,
                "everything was written again, as the beginning of a new epoch: " + start.why());
    }

    private Issue unavailable(AbsentType type) {
        return Issue.blocking(
                "type-unavailable",
                "cluster " + cluster,
                "%s is served, but can't be read: %s"
                        .formatted(PointView.name(type), type.reason()),
                "Mend the API service or the delegate's access and capture again, or leave it out for"
                        + " good under capture.leaveOut in sistership.yaml.");
    }

    /// A lasting cause is a note: no command mends it, and a warning at every capture would hide the
    /// next one that matters.
    private Issue outside(CapturedType type, OutsideCut why) {
        return new Issue(
                "type-outside-cut",
                why.cause().passing() ? Severity.WARNING : Severity.INFO,
                "cluster " + cluster,
                "%s is from another moment than the rest (revision %s): %s"
                        .formatted(type.resource(), type.revision(), why.reason()),
                fix(why.cause()));
    }

    private static String fix(OutsideCut.Cause cause) {
        return switch (cause) {
            case STARTED_AGAIN, CHANGED_MEANWHILE -> "Capture again: sistership capture";
            case ANOTHER_SERVER ->
                    "Nothing need be done. If nobody needs its objects after a recovery, name it under"
                            + " capture.leaveOut in sistership.yaml.";
            case ANOTHER_STORE ->
                    "Nothing need be done: all its objects are there. Whatever must fit together with"
                            + " other types is best looked at after a recovery.";
            case UNKNOWN_SERVER ->
                    "Let the delegate list apiservices.apiregistration.k8s.io, which tells who serves"
                            + " what.";
            case SWITCHED_OFF -> "";
        };
    }
}
