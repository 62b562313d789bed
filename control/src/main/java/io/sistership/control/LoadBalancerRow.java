package io.sistership.control;

import io.sistership.restore.LoadBalancers.LoadBalancer;
import java.util.List;

/// Where a Service or an Ingress answered when it was captured, and where it answers now.
///
/// @param before host names or addresses when it was captured
/// @param now the same in the recovery cluster; empty while there is none
public record LoadBalancerRow(String object, List<String> before, List<String> now) {

    public LoadBalancerRow {
        before = List.copyOf(before);
        now = List.copyOf(now);
    }

    static List<LoadBalancerRow> of(List<LoadBalancer> all) {
        return all.stream()
                .map(each -> new LoadBalancerRow(each.id().toString(), each.before(), each.now()))
                .toList();
    }

    /// Whether it has an address in the recovery cluster.
    public boolean isThere() {
        return !now.isEmpty();
    }
}
