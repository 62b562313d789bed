package io.sistership.restore;

import static io.sistership.restore.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LoadBalancersTest {

    private final FakeCluster cluster = new FakeCluster();

    @Test
    void each_service_and_ingress_that_was_balanced_is_told_with_where_it_answers_now() {
        var point =
                new FakePoint()
                        .with(Samples.SERVICE, json("shop", "web", balanced("old.example.com")))
                        .with(Samples.SERVICE, json("shop", "inside", "|\"spec\":{}"))
                        .with(
                                Samples.SERVICE,
                                json("shop", "waiting", "|\"spec\":{\"type\":\"LoadBalancer\"}"))
                        .with(Samples.INGRESS, json("shop", "site", balanced("site.example.com")))
                        .with(Samples.CONFIG_MAP, json("shop", "decoy", balanced("decoy")));
        cluster.put(Samples.SERVICE, json("shop", "web", balanced("new.example.com")));
        cluster.put(Samples.SERVICE, json("shop", "waiting", address("192.0.2.7")));

        assertThat(LoadBalancers.of(point, cluster))
                .extracting(each -> each.id() + ": " + each.before() + " -> " + each.now())
                .containsExactly(
                        "Service shop/web: [old.example.com] -> [new.example.com]",
                        "Service shop/waiting: [] -> [192.0.2.7]",
                        "Ingress.networking.k8s.io shop/site: [site.example.com] -> []");
    }

    private static String balanced(String host) {
        return "|\"status\":{\"loadBalancer\":{\"ingress\":[{\"hostname\":\"%s\"}]}}"
                .formatted(host);
    }

    private static String address(String ip) {
        return "|\"status\":{\"loadBalancer\":{\"ingress\":[{\"ip\":\"%s\"}]}}".formatted(ip);
    }
}
