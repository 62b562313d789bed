package io.sistership.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.control.LoadBalancerRow;
import io.sistership.control.PlanReport;
import io.sistership.control.ReadinessReport;
import io.sistership.control.RecoveryReport;
import io.sistership.control.Todo;
import io.sistership.control.VerifyReport;
import io.sistership.model.Issue;
import io.sistership.model.SistershipException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

final class HtmlReportTest {

    private static final String HOSTILE = "<script>alert('x')</script>\" onload=\"y&amp;";
    private static final Instant MADE = Instant.parse("2026-11-24T10:11:12.345Z");
    private static final List<Issue> ISSUES =
            List.of(
                    Issue.warning(
                            "left-over",
                            "ConfigMap shop/" + HOSTILE,
                            "it names 111111111111",
                            "kubectl -n shop edit configmap a"));

    @TempDir Path directory;

    @Test
    void a_recovery_s_page_says_all_that_its_json_says() throws Exception {
        var text =
                text(
                        HtmlReport.of(
                                ReportPages.of(recovery("Deployment.apps shop/web"), ISSUES),
                                MADE));

        assertThat(text)
                .contains("Unfinished: shop")
                .contains("shop in 222222222222/us-west-2")
                .contains(
                        "Still to do",
                        "Point DNS names of Service shop/web at new.elb.us-west-2.amazonaws.com")
                .contains("Deployment.apps shop/web", "failed", "quota exceeded")
                .contains("1,234", "restored", "cluster", "1 min 1 s", "objects", "0.8 s")
                .contains("old.elb.us-east-1.amazonaws.com", "new.elb.us-west-2.amazonaws.com")
                .contains("Ingress.networking.k8s.io shop/web", "not there yet")
                .contains("StatefulSet.apps shop/orders", "pod orders-1: ImagePullBackOff")
                .contains("nodegroup front", "retry after 429")
                .contains("it names 111111111111", "kubectl -n shop edit configmap a")
                .contains("Made by Sistership, 2026-11-24T10:11:12Z");
    }

    @Test
    void a_verification_s_page_says_which_rules_explained_how_much() throws Exception {
        var text =
                text(HtmlReport.of(ReportPages.of(verification("Secret shop/a"), List.of()), MADE));

        assertThat(text)
                .contains("Not the same: shop")
                .contains("Secret shop/a", "/data/password differs")
                .contains("Not ready", "1 of 3 replicas are ready", "41Deployment")
                .contains("RoleBinding.rbac.authorization.k8s.io shop/gone", "ConfigMap shop/more")
                .contains("service-address", "allocated from the recovery cluster's range", "17")
                .contains("nodes register themselves", "its controller makes its pods");
    }

    @Test
    void what_a_cluster_named_stands_in_the_page_as_text_only() throws Exception {
        var page = HtmlReport.of(ReportPages.of(recovery(HOSTILE), ISSUES), MADE);
        var verified = HtmlReport.of(ReportPages.of(verification(HOSTILE), ISSUES), MADE);

        for (var html : List.of(page, verified)) {
            assertThat(html).doesNotContain("<script", "onload=\"");
            assertThat(text(html)).contains(HOSTILE);
            assertThat(parsed(html).getElementsByTagName("script").getLength()).isZero();
        }
    }

    @Test
    void what_cannot_be_seen_is_written_as_its_number() {
        assertThat(HtmlReport.escape("a\u202eb\u0000c\u001b[31m\nd é 🚢"))
                .isEqualTo("a\\u202eb\\u0000c\\u001b[31m\nd é 🚢");
    }

    @Test
    void the_page_needs_nothing_from_anywhere() {
        var html = HtmlReport.of(ReportPages.of(recovery("a"), ISSUES), MADE);

        assertThat(html)
                .contains("default-src 'none'; style-src 'unsafe-inline'")
                .contains("prefers-color-scheme: dark", "width=device-width")
                .doesNotContain("http://", "https://", "src=", "url(", "@import", "<link");
    }

    @Test
    void a_section_without_rows_is_left_out() {
        var page = new ReportPage.Sections().add("a", "Empty", List.of("x"), List.of()).all();

        assertThat(page).isEmpty();
    }

    @Test
    void a_file_that_cannot_be_written_is_told() {
        var file = directory.resolve("missing/report.html");

        assertThatThrownBy(() -> HtmlReport.write(file, ReportPages.of(recovery("a"), ISSUES)))
                .isInstanceOf(SistershipException.class)
                .hasMessageContaining(file + " can't be written");
        assertThat(Files.exists(file)).isFalse();
    }

    /// The pages are well-formed XML but for what HTML spells without an end.
    private static Document parsed(String html) throws Exception {
        var xml = html.replace("<!doctype html>", "").replaceAll("<meta([^>]*)>", "<meta$1/>");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)));
    }

    private static String text(String html) throws Exception {
        return parsed(html).getElementsByTagName("body").item(0).getTextContent();
    }

    private static RecoveryReport recovery(String unfinished) {
        return new RecoveryReport(
                "plan-1",
                "20261124T000000Z",
                "shop",
                "shop",
                "222222222222/us-west-2",
                "0123456789abcdef",
                List.of(new PlanReport.CloudRow("node-group", "nodegroup front", "made", "")),
                1235,
                Map.of("restored", 1234L, "failed", 1L),
                Map.of("restored", Map.of("", 1234L), "failed", Map.of("quota exceeded", 1L)),
                List.of(new RecoveryReport.Unfinished(unfinished, "failed", "quota exceeded")),
                Map.of("retry after 429", 3L),
                READINESS,
                BALANCERS,
                List.of(
                        new Todo(
                                "Point DNS names of Service shop/web at new.elb.us-west-2.amazonaws.com",
                                "They point at old.elb.us-east-1.amazonaws.com")),
                Map.of("cluster", 61_000L, "objects", 750L));
    }

    private static final List<LoadBalancerRow> BALANCERS =
            List.of(
                    new LoadBalancerRow(
                            "Service shop/web",
                            List.of("old.elb.us-east-1.amazonaws.com"),
                            List.of("new.elb.us-west-2.amazonaws.com")),
                    new LoadBalancerRow(
                            "Ingress.networking.k8s.io shop/web",
                            List.of("old2.elb.us-east-1.amazonaws.com"),
                            List.of()));

    private static final ReadinessReport READINESS =
            new ReadinessReport(
                    Map.of("Deployment", 41L),
                    List.of(
                            new ReadinessReport.Unready(
                                    "StatefulSet.apps shop/orders",
                                    "1 of 3 replicas are ready; pod orders-1: ImagePullBackOff",
                                    "ready")),
                    65_000);

    private static VerifyReport verification(String object) {
        return new VerifyReport(
                "20261124T000000Z",
                "shop",
                "shop",
                "222222222222/us-west-2",
                20,
                Map.of("equal", 20L),
                Map.of("service-address", 17L),
                Map.of("service-address", "allocated from the recovery cluster's range"),
                Map.of("nodes register themselves", 2L),
                List.of(new VerifyReport.Difference(object, "/data/password differs")),
                List.of("RoleBinding.rbac.authorization.k8s.io shop/gone"),
                Map.of("its controller makes its pods", 4L),
                List.of("ConfigMap shop/more"),
                READINESS,
                BALANCERS,
                List.of(),
                1500);
    }
}
