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

    private static VerifyReport report(List<String> missing, List<LoadBalancerRow> balancers) {
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
                balancers,
                List.of(),
                1);
    }
}
