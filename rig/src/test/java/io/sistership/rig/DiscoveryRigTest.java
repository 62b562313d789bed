package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.sistership.capture.CapturePolicy;
import io.sistership.kube.DiscoveredType;
import io.sistership.kube.Discovery;
import io.sistership.kube.KubeClient;
import io.sistership.model.ApiResource;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a real server serves, as found by this product's client and by an independent one.
class DiscoveryRigTest {

    private static RigControlPlane plane;
    private static Discovery discovery;

    @BeforeAll
    static void start() {
        plane = RigControlPlane.start();
        try (var client = KubeClient.connect(plane.connection())) {
            discovery = client.discovery();
        }
    }

    @AfterAll
    static void stop() {
        plane.close();
    }

    @Test
    void finds_what_an_independent_client_finds() throws IOException {
        var found = new TreeMap<String, Set<String>>();
        for (var type : discovery.types()) {
            for (var version : type.servedVersions()) {
                var groupVersion = apiVersion(type.resource().group(), version);
                found.computeIfAbsent(groupVersion, _ -> new TreeSet<>())
                        .add(type.resource().plural() + " " + type.resource().kind());
            }
        }

        assertThat(found).isEqualTo(servedAsFabric8SeesIt());
        assertThat(discovery.unavailable()).isEmpty();
        assertThat(discovery.types()).allMatch(DiscoveredType::local);
    }

    @Test
    void captures_every_type_but_those_with_a_reason() {
        var policy = CapturePolicy.standard();
        var leftOut = new ArrayList<String>();
        for (var type : discovery.types()) {
            policy.reasonAgainst(type).ifPresent(_ -> leftOut.add(type.resource().groupResource()));
        }

        assertThat(leftOut)
                .containsExactlyInAnyOrder(
                        "events",
                        "events.events.k8s.io",
                        "leases.coordination.k8s.io",
                        "componentstatuses",
                        "bindings",
                        "tokenreviews.authentication.k8s.io",
                        "selfsubjectreviews.authentication.k8s.io",
                        "localsubjectaccessreviews.authorization.k8s.io",
                        "selfsubjectaccessreviews.authorization.k8s.io",
                        "selfsubjectrulesreviews.authorization.k8s.io",
                        "subjectaccessreviews.authorization.k8s.io");
    }

    @Test
    void asks_in_three_requests() {
        var before = plane.requestLog().size();
        try (var client = KubeClient.connect(plane.connection())) {
            client.discovery();
        }

        assertThat(plane.requestLog().subList(before, plane.requestLog().size()))
                .filteredOn(line -> line.contains("\"sistership\""))
                .hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void knows_subresources() {
        assertThat(discovery.find("apps", "deployments"))
                .hasValueSatisfying(it -> {
                    assertThat(it.subresources()).contains("status", "scale");
                    assertThat(it.resource())
                            .isEqualTo(
                                    new ApiResource(
                                            "apps", "v1", "Deployment", "deployments", true));
                });
    }

    private static Map<String, Set<String>> servedAsFabric8SeesIt() throws IOException {
        var served = new TreeMap<String, Set<String>>();
        var config = Config.fromKubeconfig(Files.readString(plane.kubeconfig()));
        try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
            add(served, client.getApiResources("v1"));
            for (var group : client.getApiGroups().getGroups()) {
                group.getVersions()
                        .forEach(it -> add(served, client.getApiResources(it.getGroupVersion())));
            }
        }
        return served;
    }

    private static void add(Map<String, Set<String>> served, APIResourceList list) {
        for (var resource : list.getResources()) {
            if (!resource.getName().contains("/")) {
                served.computeIfAbsent(list.getGroupVersion(), _ -> new TreeSet<>())
                        .add(resource.getName() + " " + resource.getKind());
            }
        }
    }

    private static String apiVersion(String group, String version) {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
