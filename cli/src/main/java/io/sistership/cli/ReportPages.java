package io.sistership.cli;

import io.sistership.control.LoadBalancerRow;
import io.sistership.control.ReadinessReport;
import io.sistership.control.RecoveryReport;
import io.sistership.control.Todo;
import io.sistership.control.VerifyReport;
import io.sistership.model.Issue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The reports of `recover` and `verify` as pages: all that their JSON says.
final class ReportPages {

    private ReportPages() {}

    static ReportPage of(RecoveryReport report, List<Issue> issues) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("cluster", report.cluster());
        facts.put("recovered as", report.target() + " in " + report.environment());
        facts.put("point", report.point());
        facts.put("plan", report.plan());
        facts.put("recovery", report.recoveryId());
        facts.put("objects captured", Sizes.count(report.captured()));
        var sections =
                new ReportPage.Sections()
                        .add("todo", "Still to do", List.of("what", "how"), todo(report.todo()))
                        .add(
                                "unfinished",
                                "Not there as planned",
                                List.of("object", "outcome", "cause"),
                                report.unfinished().stream()
                                        .map(u -> List.of(u.object(), u.outcome(), u.cause()))
                                        .toList())
                        .counts("outcomes", "Outcomes", "outcome", report.outcomes())
                        .add(
                                "reasons",
                                "Outcomes by reason",
                                List.of("objects", "outcome", "why"),
                                reasons(report.reasons()))
                        .add("unready", "Not ready", UNREADY_HEADS, unready(report.readiness()))
                        .counts("ready", "Ready", "kind", report.readiness().ready())
                        .add(
                                "balancers",
                                "Load balancers",
                                LOAD_BALANCER_HEADS,
                                loadBalancers(report.loadBalancers()))
                        .add(
                                "cloud",
                                "AWS",
                                List.of("resource", "outcome", "detail"),
                                report.cloud().stream()
                                        .map(c -> List.of(c.resource(), c.action(), c.detail()))
                                        .toList())
                        .add("times", "Times", List.of("took", "phase"), times(report.millis()))
                        .counts("calls", "Calls beyond one write per object", "why", report.calls())
                        .add("issues", "Issues", ISSUE_HEADS, issues(issues));
        var title = (report.complete() ? "Recovered " : "Unfinished: ") + report.target();
        boolean good = report.complete() && report.readiness().asCaptured();
        return new ReportPage(title, good, facts, sections.all());
    }

    static ReportPage of(VerifyReport report, List<Issue> issues) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("cluster", report.cluster());
        facts.put("recovered as", report.target() + " in " + report.environment());
        facts.put("point", report.point());
        facts.put("objects captured", Sizes.count(report.captured()));
        facts.put("compared in", Sizes.seconds(Duration.ofMillis(report.millis())));
        var sections =
                new ReportPage.Sections()
                        .add("todo", "Still to do", List.of("what", "how"), todo(report.todo()))
                        .counts("totals", "Objects by outcome", "outcome", report.totals())
                        .add(
                                "different",
                                "Different",
                                List.of("object", "difference"),
                                report.differences().stream()
                                        .map(d -> List.of(d.object(), d.place()))
                                        .toList())
                        .add("missing", "Missing", List.of("object"), singles(report.missing()))
                        .add(
                                "unexpected",
                                "Unexpected",
                                List.of("object"),
                                singles(report.unexpected()))
                        .add(
                                "rules",
                                "Differences explained, by rule",
                                List.of("differences", "rule", "why"),
                                rules(report))
                        .counts("left-out", "Left out", "why", report.leftOut())
                        .counts("surplus", "Only there, by reason", "why", report.surplus())
                        .add("unready", "Not ready", UNREADY_HEADS, unready(report.readiness()))
                        .counts("ready", "Ready", "kind", report.readiness().ready())
                        .add(
                                "balancers",
                                "Load balancers",
                                LOAD_BALANCER_HEADS,
                                loadBalancers(report.loadBalancers()))
                        .add("issues", "Issues", ISSUE_HEADS, issues(issues));
        var title = (report.same() ? "The same ship: " : "Not the same: ") + report.target();
        boolean good = report.same() && report.readiness().asCaptured();
        return new ReportPage(title, good, facts, sections.all());
    }

    static final List<String> UNREADY_HEADS = List.of("object", "when captured", "why");
    static final List<String> LOAD_BALANCER_HEADS = List.of("object", "captured", "now");
    private static final List<String> ISSUE_HEADS = List.of("severity", "where", "what", "fix");

    static List<List<String>> unready(ReadinessReport readiness) {
        return readiness.unready().stream()
                .map(each -> List.of(each.object(), each.before(), each.why()))
                .toList();
    }

    static List<List<String>> loadBalancers(List<LoadBalancerRow> rows) {
        return rows.stream()
                .map(row ->
                        List.of(
                                row.object(),
                                row.before().isEmpty() ? "none" : String.join("\n", row.before()),
                                row.isThere() ? String.join("\n", row.now()) : "not there yet"))
                .toList();
    }

    static List<List<String>> rules(VerifyReport report) {
        return report.explained().entrySet().stream()
                .map(e ->
                        List.of(
                                Sizes.count(e.getValue()),
                                e.getKey(),
                                report.rules().getOrDefault(e.getKey(), "")))
                .toList();
    }

    private static List<List<String>> todo(List<Todo> todo) {
        return todo.stream().map(each -> List.of(each.what(), each.how())).toList();
    }

    private static List<List<String>> reasons(Map<String, Map<String, Long>> reasons) {
        var rows = new ArrayList<List<String>>();
        reasons.forEach((outcome, why) ->
                why.forEach(
                        (reason, count) -> rows.add(List.of(Sizes.count(count), outcome, reason))));
        return rows;
    }

    private static List<List<String>> times(Map<String, Long> millis) {
        return millis.entrySet().stream()
                .map(e -> List.of(Sizes.seconds(Duration.ofMillis(e.getValue())), e.getKey()))
                .toList();
    }

    private static List<List<String>> issues(List<Issue> issues) {
        return issues.stream()
                .map(i ->
                        List.of(
                                i.severity().toString().toLowerCase(Locale.ROOT),
                                i.where(),
                                i.what(),
                                i.fix()))
                .toList();
    }

    private static List<List<String>> singles(List<String> names) {
        return names.stream().map(List::of).toList();
    }
}
