package io.sistership.rig;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The demo's shop in a primary cluster: the files of `demo/`, applied as `demo/run` does, and a
/// custom resource whose spelling is hostile.
record Shop(World world, String cluster) {

    /// What the planted Secret holds; it may be read nowhere but in etcd.
    static final String SECRET = "demo-payments-key-7f1c";

    /// Where its Service of type LoadBalancer and its Ingress answer.
    static final String FRONT = "k8s-shop-front-0a1b2c3d4e.elb.us-east-1.amazonaws.com";

    static final String EDGE = "k8s-shop-edge-5f6a7b8c9d.us-east-1.elb.amazonaws.com";

    /// Numbers and text that a parser on the way would spell in another way: exponents, negative
    /// zero, more digits than a double has, escapes of HTML's characters, keys out of order.
    private static final String HOSTILE =
            """
            {"kind":"Promotion","apiVersion":"shop.example.com/v1",
             "metadata":{"name":"hostile","namespace":"shop","annotations":{
               "shop.example.com/raw":"{\\"rate\\": 1.10, \\"limit\\": 1e3}"}},
             "spec":{"percent":5,"zulu":1e21,"alpha":{"small":1.5e-9,"exact":1.10,"limit":1e3},
               "digits":123456789012345678,"minus":-0.0,"html":"<a href=\\"x\\">&\\u2028é</a>",
               "unknown":[{"b":1,"a":2.50},[],{}]}}
            """;

    /// More of `aws-auth`: one who has a counterpart, and one who is the same person everywhere.
    private static final String USERS =
            """
              mapUsers: |
                # "who" is quoted as people do
                -   userarn: 'arn:aws:iam::111111111111:user/admin'
                    username: "admin"   # may do everything
                - {userarn: "arn:aws:iam::111111111111:user/guest", username: guest}
            """;

    /// Applies everything and waits until it stands.
    void open(Path directory) {
        var pair = ServingCertificate.of(directory, "guard.shop.svc");
        apply(filled("aws-auth.yaml", pair) + USERS, "--server-side", "--force-conflicts");
        apply(filled("shop.yaml", pair));
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> tryApply(filled("guard.yaml", pair)).exit() == 0);
        var named = Named.by(world, World.PRIMARY);
        apply(named.text("road-kinds.yaml"));
        kubectl("wait", "--for", "condition=Established", "crd/rollouts.argoproj.io").ok();
        apply(named.text("road-translations.yaml"));
        kubectl("-n", "shop", "create", "service", "loadbalancer", "front", "--tcp=443:8443").ok();
        balance(world.kubectl(World.PRIMARY, cluster), "service/front", FRONT);
        balance(world.kubectl(World.PRIMARY, cluster), "ingress/edge", EDGE);
        piped(HOSTILE, "create", "--raw", promotions(), "-f", "-").ok();
        own("promotion/autumn", "promotion", "spring");
        own("configmap/guard", "deployment", "guard");
        kubectl("-n", "shop", "rollout", "status", "deployment/web", "--timeout", "60s").ok();
    }

    /// Has a Service or an Ingress say that it answers there, as the load balancer controller does.
    static void balance(Command kubectl, String object, String host) {
        var ingress = host.isEmpty() ? "" : "{\"hostname\":\"%s\"}".formatted(host);
        var status = "{\"status\":{\"loadBalancer\":{\"ingress\":[%s]}}}".formatted(ingress);
        kubectl.run(
                        "-n",
                        "shop",
                        "patch",
                        object,
                        "--subresource=status",
                        "--type=merge",
                        "-p",
                        status)
                .ok();
    }

    static String promotions() {
        return "/apis/shop.example.com/v1/namespaces/shop/promotions";
    }

    /// Lets one object of the shop go when another one goes.
    private void own(String owned, String ownersType, String owner) {
        var found = kubectl("-n", "shop", "get", ownersType, owner, "-o", "json").json();
        var reference =
                """
                {"metadata":{"ownerReferences":[{"apiVersion":"%s","kind":"%s","name":"%s","uid":"%s"}]}}\
                """
                        .formatted(
                                found.get("apiVersion").asString(),
                                found.get("kind").asString(),
                                owner,
                                found.at("/metadata/uid").asString());
        kubectl("-n", "shop", "patch", owned, "--type", "merge", "-p", reference).ok();
    }

    private static String filled(String file, ServingCertificate pair) {
        return World.demo(file)
                .replace("REGISTRY", World.PRIMARY_ACCOUNT + ".dkr.ecr.us-east-1.amazonaws.com")
                .replace("ACCOUNT", World.PRIMARY_ACCOUNT)
                .replace("CA_BUNDLE", pair.certificate())
                .replace("TLS_CRT", pair.certificate())
                .replace("TLS_KEY", pair.key());
    }

    private void apply(String manifests, String... more) {
        tryApply(manifests, more).ok();
    }

    private Command.Result tryApply(String manifests, String... more) {
        var call = new ArrayList<>(List.of("apply", "-f", "-"));
        call.addAll(List.of(more));
        return piped(manifests, call.toArray(String[]::new));
    }

    private Command.Result kubectl(String... arguments) {
        return world.kubectl(World.PRIMARY, cluster).run(arguments);
    }

    private Command.Result piped(String input, String... arguments) {
        return world.kubectl(World.PRIMARY, cluster)
                .run(input.getBytes(StandardCharsets.UTF_8), arguments);
    }
}
