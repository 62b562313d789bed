package io.sistership.rig;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A platform team's two accounts on the shared rig: network, roles and repositories on both sides
/// (the demo's own template), clusters as tests need them.
final class World {

    static final String PRIMARY_ACCOUNT = "111111111111";
    static final String RECOVERY_ACCOUNT = "222222222222";
    static final Side PRIMARY = new Side("primary", PRIMARY_ACCOUNT, "us-east-1");
    static final Side RECOVERY = new Side("recovery", RECOVERY_ACCOUNT, "us-west-2");

    record Side(String profile, String account, String region) {
        String role(String name) {
            return "arn:aws:iam::" + account + ":role/" + name;
        }

        String user(String name) {
            return "arn:aws:iam::" + account + ":user/" + name;
        }
    }

    private static final class Shared {
        private static final World WORLD = new World(Rig.shared());
    }

    private final Rig rig;

    private World(Rig rig) {
        this.rig = rig;
        both(this::environment);
    }

    /// The world of this process's rig, set up once.
    static World shared() {
        return Shared.WORLD;
    }

    Rig rig() {
        return rig;
    }

    Command aws(Side side) {
        return Command.aws(rig, side.profile(), side.region());
    }

    /// kubectl as the cluster's own administrator.
    Command kubectl(Side side, String cluster) {
        return Command.kubectl(files(side, cluster).resolve("admin.kubeconfig"));
    }

    /// The control plane's files of a cluster.
    Path files(Side side, String cluster) {
        return rig.cluster(side.account(), side.region(), cluster);
    }

    /// Creates a cluster and waits until it is ACTIVE.
    ///
    /// @param more further arguments of `aws eks create-cluster`
    void cluster(Side side, String name, String... more) {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "eks",
                                "create-cluster",
                                "--name",
                                name,
                                "--role-arn",
                                side.role("shop-cluster"),
                                "--resources-vpc-config",
                                "subnetIds="
                                        + output(side, "Subnets")
                                        + ",securityGroupIds="
                                        + output(side, "SecurityGroup")));
        arguments.addAll(List.of(more));
        aws(side).run(arguments.toArray(String[]::new)).ok();
        active(side, "cluster", "describe-cluster", "--name", name);
    }

    /// Adds a node group of this size and waits until it is ACTIVE.
    ///
    /// @param more further arguments of `aws eks create-nodegroup`
    void nodes(Side side, String cluster, String nodegroup, int size, String... more) {
        var call =
                new ArrayList<>(
                        List.of(
                                "eks",
                                "create-nodegroup",
                                "--cluster-name",
                                cluster,
                                "--nodegroup-name",
                                nodegroup));
        call.addAll(List.of("--node-role", side.role("shop-node"), "--subnets"));
        call.addAll(List.of(output(side, "Subnets").split(",")));
        call.addAll(
                List.of("--scaling-config", "minSize=1,maxSize=" + size + ",desiredSize=" + size));
        call.addAll(List.of(more));
        aws(side).run(call.toArray(String[]::new)).ok();
        active(
                side,
                "nodegroup",
                "describe-nodegroup",
                "--cluster-name",
                cluster,
                "--nodegroup-name",
                nodegroup);
    }

    /// Adds a Fargate profile for a namespace and waits until it is ACTIVE.
    void fargate(Side side, String cluster, String profile, String namespace) {
        var call =
                new ArrayList<>(
                        List.of(
                                "eks",
                                "create-fargate-profile",
                                "--cluster-name",
                                cluster,
                                "--fargate-profile-name",
                                profile));
        call.addAll(List.of("--pod-execution-role-arn", side.role("shop-fargate"), "--subnets"));
        call.addAll(List.of(output(side, "Subnets").split(",")));
        call.addAll(List.of("--selectors", "namespace=" + namespace));
        aws(side).run(call.toArray(String[]::new)).ok();
        active(
                side,
                "fargateProfile",
                "describe-fargate-profile",
                "--cluster-name",
                cluster,
                "--fargate-profile-name",
                profile);
    }

    /// Lets the primary delegate of an application into a cluster, as `check` tells people to.
    void admitDelegate(String application, String cluster) {
        var role = PRIMARY.role("sistership-" + application + "-primary-delegate");
        aws(PRIMARY)
                .run(
                        "eks",
                        "create-access-entry",
                        "--cluster-name",
                        cluster,
                        "--principal-arn",
                        role)
                .ok();
        aws(PRIMARY)
                .run(
                        "eks",
                        "associate-access-policy",
                        "--cluster-name",
                        cluster,
                        "--principal-arn",
                        role,
                        "--access-scope",
                        "type=cluster",
                        "--policy-arn",
                        "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy")
                .ok();
    }

    /// Keeps it out again, if it is in.
    void withdrawDelegate(String application, String cluster) {
        var role = PRIMARY.role("sistership-" + application + "-primary-delegate");
        var aws = aws(PRIMARY);
        if (aws.run("eks", "list-access-entries", "--cluster-name", cluster).ok().contains(role)) {
            aws.run(
                            "eks",
                            "delete-access-entry",
                            "--cluster-name",
                            cluster,
                            "--principal-arn",
                            role)
                    .ok();
        }
    }

    /// A folder with a `sistership.yaml` of this application, its access stacks deployed and its
    /// signer pinned.
    Ship application(Path directory, String application, String... clusters) {
        return application(directory, application, List.of(), clusters);
    }

    /// The same with parameters of the recovery stack: `ObjectLock=Compliance`.
    Ship application(
            Path directory, String application, List<String> parameters, String... clusters) {
        var ship = new Ship(directory);
        var init = new ArrayList<>(List.of("init", "--application", application));
        for (var cluster : clusters) {
            init.addAll(List.of("--cluster", cluster));
        }
        init.addAll(List.of("--primary", "111111111111/us-east-1", "--primary-profile", "primary"));
        init.addAll(
                List.of("--recovery", "222222222222/us-west-2", "--recovery-profile", "recovery"));
        ship.run(init.toArray(String[]::new)).exits(0);
        counterparts(ship);
        var overrides = new ArrayList<String>();
        if (!parameters.isEmpty()) {
            overrides.add("--parameter-overrides");
            overrides.addAll(parameters);
        }
        deploy(ship, application, "recovery", RECOVERY, overrides.toArray(String[]::new));
        var key = stackOutput(RECOVERY, "sistership-" + application + "-recovery", "SealKeyId");
        var replica = new Side(RECOVERY.profile(), RECOVERY.account(), PRIMARY.region());
        deploy(ship, application, "replica", replica, "--parameter-overrides", "SealKeyId=" + key);
        deploy(ship, application, "primary", PRIMARY, "--parameter-overrides", "SealKeyId=" + key);
        ship.run("init").exits(0);
        return ship;
    }

    /// Whoever made a cluster is its administrator there; here it is this account's own. What the rig
    /// doesn't serve has its counterparts by name.
    private static void counterparts(Ship ship) {
        var file = ship.directory().resolve("sistership.yaml");
        var lines = new StringBuilder("counterparts:\n");
        var all = new TreeMap<>(Named.COUNTERPARTS);
        all.put(PRIMARY.user("admin"), RECOVERY.user("admin"));
        all.forEach((from, to) -> lines.append("  %s: %s\n".formatted(from, to)));
        write(file, read(file) + lines);
    }

    /// The output of the accounts' own stack.
    String output(Side side, String key) {
        return stackOutput(side, "shop", key);
    }

    /// Has the rig plant a document that it couldn't make (rig/README.md).
    JsonNode plant(String route, JsonNode body) {
        var endpoint = rig.exports().get("AWS_ENDPOINT_URL");
        var request =
                HttpRequest.newBuilder(URI.create(endpoint + "/_rig/eks/" + route))
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(route + ": " + answer.body());
            }
            return JsonMapper.shared().readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String demo(String file) {
        return read(Rig.checkout().resolve("demo").resolve(file));
    }

    private void deploy(Ship ship, String application, String stack, Side side, String... more) {
        var template = ship.directory().resolve(stack + ".yaml");
        write(template, ship.run("access", stack).exits(0).out());
        deploy(side, "sistership-" + application + "-" + stack, template, more);
    }

    private void deploy(Side side, String stack, Path template, String... more) {
        var call =
                new ArrayList<>(
                        List.of(
                                "cloudformation",
                                "deploy",
                                "--stack-name",
                                stack,
                                "--template-file",
                                template.toString(),
                                "--capabilities",
                                "CAPABILITY_NAMED_IAM"));
        call.addAll(List.of(more));
        aws(side).run(call.toArray(String[]::new)).ok();
    }

    private void environment(Side side) {
        deploy(side, "shop", Rig.checkout().resolve("demo/environment.yaml"));
        for (var image : List.of("http-server", "webhook")) {
            rig.pushImage(side.profile(), side.region(), "shop/rig/" + image, "1.0");
        }
    }

    private String stackOutput(Side side, String stack, String key) {
        var stacks =
                aws(side).run("cloudformation", "describe-stacks", "--stack-name", stack).json();
        return stacks.at("/Stacks/0/Outputs")
                .valueStream()
                .filter(output -> output.path("OutputKey").asString().equals(key))
                .findFirst()
                .orElseThrow()
                .get("OutputValue")
                .asString();
    }

    private void active(Side side, String member, String... describe) {
        var call = new ArrayList<>(List.of("eks"));
        call.addAll(List.of(describe));
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> isActive(aws(side).run(call.toArray(String[]::new)).json(), member));
    }

    private static boolean isActive(JsonNode answer, String member) {
        var status = answer.at("/" + member + "/status").asString();
        if (status.endsWith("FAILED")) {
            throw new IllegalStateException("it will never be ACTIVE: " + answer);
        }
        return status.equals("ACTIVE");
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void both(java.util.function.Consumer<Side> work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var started =
                    List.of(PRIMARY, RECOVERY).stream()
                            .map(side -> threads.submit(() -> work.accept(side)))
                            .toList();
            for (var each : started) {
                each.get();
            }
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
