package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.sistership.kube.DeleteOptions;
import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeErrorKind;
import io.sistership.kube.KubeException;
import io.sistership.kube.ObjectAddress;
import io.sistership.kube.Patch;
import io.sistership.kube.WriteOptions;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectKey;
import java.time.Duration;

/// A CRD of baskets, as tests change it while something reads.
final class Baskets {

    private static final ApiResource CRDS =
            new ApiResource(
                    "apiextensions.k8s.io",
                    "v1",
                    "CustomResourceDefinition",
                    "customresourcedefinitions",
                    false);
    private static final WriteOptions OPTIONS = WriteOptions.as("rig-test");

    private static final ObjectAddress NAME =
            ObjectAddress.of(CRDS, new ObjectKey("", "baskets.shop.example.com"));

    private Baskets() {}

    /// Serves and stores one version, and not the other.
    static void serve(KubeClient client, String version) {
        var crd =
                """
                {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
                 "metadata":{"name":"baskets.shop.example.com"},
                 "spec":{"group":"shop.example.com","scope":"Namespaced",
                  "names":{"plural":"baskets","singular":"basket","kind":"Basket","listKind":"BasketList"},
                  "versions":[%s,%s]}}\
                """
                        .formatted(
                                version("v1", version.equals("v1")),
                                version("v2", version.equals("v2")));
        client.patch(NAME, Patch.apply(crd.getBytes(UTF_8)), OPTIONS.forced());
        await().atMost(Duration.ofSeconds(30)).until(() -> isServed(client, version));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !isServed(client, version.equals("v1") ? "v2" : "v1"));
    }

    private static String version(String name, boolean served) {
        return """
        {"name":"%s","served":%s,"storage":%s,"schema":{"openAPIV3Schema":{"type":"object",
         "x-kubernetes-preserve-unknown-fields":true}}}\
        """
                .formatted(name, served, served);
    }

    /// Served, and known to discovery.
    private static boolean isServed(KubeClient client, String version) {
        try {
            client.probe(baskets(version));
            return client.discovery().served("shop.example.com", "baskets", version).isPresent();
        } catch (KubeException failure) {
            if (!failure.is(KubeErrorKind.NOT_FOUND)) {
                throw failure;
            }
            return false;
        }
    }

    static void create(KubeClient client, String version, String name, String data) {
        var object =
                """
                {"apiVersion":"shop.example.com/%s","kind":"Basket","metadata":{"name":"%s"},"data":"%s"}\
                """
                        .formatted(version, name, data);
        try {
            client.create(baskets(version), "default", object.getBytes(UTF_8), OPTIONS);
        } catch (KubeException failure) {
            if (!failure.is(KubeErrorKind.ALREADY_EXISTS)) {
                throw failure;
            }
        }
    }

    static void withdraw(KubeClient client) {
        if (client.find(CRDS, new ObjectKey("", "baskets.shop.example.com")).isEmpty()) {
            return;
        }
        client.delete(NAME, DeleteOptions.background());
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        client.find(CRDS, new ObjectKey("", "baskets.shop.example.com")).isEmpty());
        await().atMost(Duration.ofSeconds(30)).until(() -> !isServed(client, "v1"));
    }

    private static ApiResource baskets(String version) {
        return new ApiResource("shop.example.com", version, "Basket", "baskets", true);
    }
}
