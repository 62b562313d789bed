package io.sistership.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.Issue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TodoTest {

    private static final LoadBalancerRow MOVED =
            new LoadBalancerRow(
                    "Service shop/web", List.of("old.example.com"), List.of("new.example.com"));

    @Test
    void nothing_is_left_to_do_after_the_same_ship_without_load_balancers() {
        assertThat(Todo.after(report(List.of(), List.of()), List.of())).isEmpty();
    }

    @Test
    void dns_goes_where_the_load_balancer_is() {
        assertThat(Todo.after(report(List.of(), List.of(MOVED)), List.of()))
                .containsExactly(
                        new Todo(
                                "Point DNS names of Service shop/web at new.example.com",
                                "They point at old.example.com"));
    }

    @Test
    void a_load_balancer_that_is_not_there_yet_is_waited_for() {
        var waiting =
                new LoadBalancerRow("Service shop/web", List.of("old.example.com"), List.of());

        assertThat(Todo.after(report(List.of(), List.of(waiting)), List.of()))
                .containsExactly(
                        new Todo(
                                "Service shop/web has no address yet",
                                "Wait for its load balancer, then: sistership verify"));
    }

    @Test
    void issues_bring_their_own_commands_and_notes_without_one_are_no_work() {
        var issues =
                List.of(
                        Issue.warning("a", "Secret shop/b", "it is old", "kubectl delete it"),
                        Issue.info("c", "Secret shop/d", "it is new"));

        assertThat(Todo.after(report(List.of("Secret shop/gone"), List.of()), issues))
                .containsExactly(
                        new Todo(
                                "Decide about 0 differences, 1 missing and 0 unexpected objects; recover again makes what is missing",
                                "sistership recover"),
                        new Todo("Secret shop/b: it is old", "kubectl delete it"));
    }

    @Test
    void what_worked_and_does_not_is_looked_at_and_what_did_not_work_before_is_no_work() {
        var unready =
                List.of(
                        new ReadinessReport.Unready(
                                "Deployment.apps shop/web",
                                "0 of 2 replicas are available",
                                "ready"),
                        new ReadinessReport.Unready(
                                "Deployment.apps shop/old",
                                "0 of 1 replicas are available",
                                "not ready"),
                        new ReadinessReport.Unready(
                                "APIService.apiregistration.k8s.io v1.example.com",
                                "it isn't available",
                                "unknown"));

        assertThat(Todo.after(report(List.of(), List.of(), unready), List.of()))
                .containsExactly(
                        new Todo(
                                "Deployment.apps shop/web isn't ready: 0 of 2 replicas are available",
                                "kubectl -n shop describe deployment.apps web; then: sistership verify"),
                        new Todo(
                                "APIService.apiregistration.k8s.io v1.example.com isn't ready: it isn't available",
                                "kubectl describe apiservice.apiregistration.k8s.io v1.example.com; then: sistership verify"));
    }

    @Test
    void what_stands_still_is_let_go_by_a_person() {
        var report =
                new RecoveryReport(
                        "plan",
                        "point",
                        "shop",
                        "shop",
                        "222222222222/us-west-2",
                        "0123456789abcdef",
                        List.of(),
                        1,
                        Map.of(),
                        Map.of(),
                        List.of(),
                        Map.of(),
                        ReadinessReport.NONE,
                        List.of(),
                        List.of(),
                        Map.of());

        assertThat(Todo.after(report, List.of(), List.of("Deployment.apps dns/external-dns")))
                .containsExactly(
                        new Todo(
                                "Let go what restore.quiesce keeps standing still, once you have looked:"
                                        + " Deployment.apps dns/external-dns",
                                "sistership release"));
        assertThat(Todo.after(report, List.of(), List.of())).isEmpty();
    }

    private static VerifyReport report(List<String> missing, List<LoadBalancerRow> balancers) {
        return report(missing, balancers, List.of());
    }

    private static VerifyReport report(
            List<String> missing,
            List<LoadBalancerRow> balancers,
            List<ReadinessReport.Unready> unready) {
        return new VerifyReport(
                "point",
                "shop",
                "shop",
                "222222222222/us-west-2",
                1,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                missing,
                Map.of(),
                List.of(),
                new ReadinessReport(Map.of(), unready, 0),
                balancers,
                List.of(),
                1);
    }
}
