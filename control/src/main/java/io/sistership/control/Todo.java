package io.sistership.control;

import io.sistership.model.Issue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a person must still do after a command.
///
/// @param how the command or the edit; empty where `what` says it all
public record Todo(String what, String how) {

    /// @param quiesced the objects that were brought back standing still
    static List<Todo> after(RecoveryReport report, List<Issue> issues, List<String> quiesced) {
        var list = new ArrayList<Todo>();
        if (!report.complete()) {
            list.add(
                    new Todo(
                            "Mend what kept %d from coming back as planned, then recover again: it goes on where it ended"
                                    .formatted(report.unfinished().size()),
                            "sistership recover"));
        }
        if (!quiesced.isEmpty()) {
            list.add(
                    new Todo(
                            "Let go what restore.quiesce keeps standing still, once you have looked: "
                                    + String.join(", ", quiesced),
                            "sistership release"));
        }
        readiness(report.readiness(), list);
        issues(issues, list);
        loadBalancers(report.loadBalancers(), list);
        return list;
    }

    static List<Todo> after(VerifyReport report, List<Issue> issues) {
        var list = new ArrayList<Todo>();
        if (!report.same()) {
            list.add(
                    new Todo(
                            "Decide about %d differences, %d missing and %d unexpected objects; recover again makes what is missing"
                                    .formatted(
                                            report.differences().size(),
                                            report.missing().size(),
                                            report.unexpected().size()),
                            "sistership recover"));
        }
        readiness(report.readiness(), list);
        issues(issues, list);
        loadBalancers(report.loadBalancers(), list);
        return list;
    }

    private static void readiness(ReadinessReport readiness, List<Todo> list) {
        readiness.unready().stream()
                .filter(ReadinessReport.Unready::broken)
                .map(each ->
                        new Todo(
                                "%s isn't ready: %s".formatted(each.object(), each.why()),
                                describe(each.object()) + "; then: sistership verify"))
                .forEach(list::add);
    }

    /// `Deployment.apps shop/web` as kubectl takes it.
    private static String describe(String object) {
        int space = object.indexOf(' ');
        int slash = object.indexOf('/', space);
        var namespace = slash < 0 ? "" : " -n " + object.substring(space + 1, slash);
        return "kubectl%s describe %s %s"
                .formatted(
                        namespace,
                        object.substring(0, space).toLowerCase(Locale.ROOT),
                        object.substring(Math.max(space, slash) + 1));
    }

    private static void issues(List<Issue> issues, List<Todo> list) {
        issues.stream()
                .filter(issue -> !issue.fix().isEmpty())
                .map(issue -> new Todo(issue.where() + ": " + issue.what(), issue.fix()))
                .forEach(list::add);
    }

    private static void loadBalancers(List<LoadBalancerRow> rows, List<Todo> list) {
        for (var row : rows) {
            if (!row.isThere()) {
                list.add(
                        new Todo(
                                row.object() + " has no address yet",
                                "Wait for its load balancer, then: sistership verify"));
            } else if (!row.before().isEmpty() && !row.before().equals(row.now())) {
                list.add(
                        new Todo(
                                "Point DNS names of %s at %s"
                                        .formatted(row.object(), String.join(", ", row.now())),
                                "They point at " + String.join(", ", row.before())));
            }
        }
    }
}
