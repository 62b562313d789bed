package io.sistership.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.capture.CaptureReport;
import io.sistership.capture.CapturedType;
import io.sistership.capture.OutsideCut;
import io.sistership.capture.OutsideCut.Cause;
import io.sistership.model.ApiResource;
import io.sistership.model.Application;
import io.sistership.model.ApplicationFile;
import io.sistership.model.Issue;
import io.sistership.model.Severity;
import io.sistership.vault.AbsentType;
import io.sistership.vault.EpochStart;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaptureIssuesTest {

    private static final ApiResource CONFIG_MAPS =
            new ApiResource("", "v1", "ConfigMap", "configmaps", true);

    @Test
    void names_each_type_outside_the_cut_with_its_reason_and_what_to_do() {
        var issues =
                new CaptureIssues(application(""), "shop")
                        .of(
                                report(
                                        type(Optional.empty()),
                                        type(outside(Cause.ANOTHER_STORE)),
                                        type(outside(Cause.STARTED_AGAIN))));

        assertThat(issues)
                .containsExactly(
                        new Issue(
                                "type-outside-cut",
                                Severity.INFO,
                                "cluster shop",
                                "configmaps.v1 is from another moment than the rest (revision 9):"
                                        + " that is why",
                                "Nothing need be done: all its objects are there. Whatever must fit"
                                        + " together with other types is best looked at after a"
                                        + " recovery."),
                        new Issue(
                                "type-outside-cut",
                                Severity.WARNING,
                                "cluster shop",
                                "configmaps.v1 is from another moment than the rest (revision 9):"
                                        + " that is why",
                                "Capture again: sistership capture"));
    }

    @Test
    void says_what_to_do_about_every_cause_but_the_wanted_one() {
        for (var cause : Cause.values()) {
            var issue = onlyIssue(report(type(outside(cause))));

            assertThat(issue.fix().isEmpty()).isEqualTo(cause == Cause.SWITCHED_OFF);
            assertThat(issue.severity() == Severity.WARNING).isEqualTo(cause.passing());
        }
    }

    @Test
    void blocks_on_types_and_group_versions_that_can_not_be_read() {
        var report =
                new CaptureReport(
                        Optional.empty(),
                        List.of(),
                        List.of(
                                AbsentType.of(CONFIG_MAPS, "forbidden"),
                                AbsentType.ofGroup("dead.io", "v1", "no answer")),
                        List.of(),
                        Map.of(),
                        List.of(),
                        Optional.empty());

        assertThat(new CaptureIssues(application(""), "shop").of(report))
                .allMatch(Issue::blocks)
                .extracting(Issue::what)
                .containsExactly(
                        "configmaps.v1 is served, but can't be read: forbidden",
                        "dead.io/v1 is served, but can't be read: no answer");
    }

    @Test
    void warns_where_the_configuration_leaves_out_what_recoveries_need() {
        var application =
                application("capture: {leaveOut: [{resource: namespaces, reason: because}]}\n");

        var issues = new CaptureIssues(application, "shop").of(report());

        assertThat(issues).extracting(Issue::code).containsExactly("needed-type-left-out");
    }

    @Test
    void says_that_an_epoch_began_where_nobody_would_expect_it() {
        var lost = new EpochStart("the index of point X is missing", false);
        var old = new EpochStart("the last one, of point X, is 7 days old", true);

        assertThat(onlyIssue(report(Optional.of(lost))))
                .isEqualTo(
                        Issue.info(
                                "epoch-begun",
                                "cluster shop",
                                "everything was written again, as the beginning of a new epoch: the"
                                        + " index of point X is missing"));
        assertThat(new CaptureIssues(application(""), "shop").of(report(Optional.of(old))))
                .isEmpty();
    }

    private static Issue onlyIssue(CaptureReport report) {
        var issues = new CaptureIssues(application(""), "shop").of(report);
        assertThat(issues).hasSize(1);
        return issues.getFirst();
    }

    private static CaptureReport report(CapturedType... types) {
        return report(Optional.empty(), types);
    }

    private static CaptureReport report(Optional<EpochStart> start, CapturedType... types) {
        return new CaptureReport(
                Optional.of("7"), List.of(types), List.of(), List.of(), Map.of(), List.of(), start);
    }

    private static CapturedType type(Optional<OutsideCut> outside) {
        return new CapturedType(CONFIG_MAPS, 1, 10, outside.isEmpty() ? "7" : "9", outside);
    }

    private static Optional<OutsideCut> outside(Cause cause) {
        return Optional.of(new OutsideCut(cause, "that is why"));
    }

    private static Application application(String more) {
        var yaml =
                """
                apiVersion: sistership.io/v1
                application: shop
                primary: {account: "111111111111", region: us-east-1}
                recovery: {account: "222222222222", region: us-west-2}
                clusters: [shop]
                """;
        return ApplicationFile.parse("sistership.yaml", (yaml + more).getBytes(UTF_8));
    }
}
