package io.sistership.rig;

import static io.sistership.rig.BadInput.DELEGATE;
import static io.sistership.rig.BadInput.JSON;
import static io.sistership.rig.BadInput.Live;
import static io.sistership.rig.BadInput.NAME;
import static io.sistership.rig.BadInput.admit;
import static io.sistership.rig.BadInput.issue;
import static io.sistership.rig.BadInput.refused;
import static io.sistership.rig.BadInput.withdraw;
import static io.sistership.rig.BadInput.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What is wrong with a cluster, or with the way to it: what people are told, what to do about it,
/// and the exit code; in the text and in the JSON document.
class BadClusterTest {

    private static final String CLUSTER_ARN = "arn:aws:eks:us-east-1:111111111111:cluster/" + NAME;

    @TempDir private Path directory;

    @Test
    void a_cluster_that_is_not_there_is_told_with_those_that_are() {
        Live.WORLD.rig();

        var run = ship(yaml(NAME, "no-such")).json("capture").exits(4);

        assertThat(issue(run, "code")).isEqualTo("cluster-not-found");
        assertThat(issue(run, "what"))
                .startsWith(
                        "there is no EKS cluster no-such in 111111111111 us-east-1; there are: ")
                .contains(NAME);
        assertThat(issue(run, "fix"))
                .isEqualTo("Correct clusters, account or region in sistership.yaml.");
    }

    @Test
    void a_cluster_on_an_outpost_is_refused() {
        Live.WORLD.plant("outpost-cluster", JSON.createObjectNode().put("name", "bad-input-edge"));

        refused(
                ship(yaml(NAME, "bad-input-edge")).json("capture").exits(5),
                "cluster-on-outposts",
                "cluster bad-input-edge runs on an Outpost, which no other place has",
                "Take it out of clusters in sistership.yaml.");
    }

    @Test
    void an_api_server_that_nobody_answers_for_is_told_with_its_address() throws IOException {
        var closed = "https://127.0.0.1:" + closedPort();
        admit();

        var nowhere = JSON.createObjectNode().put("endpoint", closed);
        var run = with(World.PRIMARY, nowhere, "capture");

        refused(
                run.exits(4),
                "kubernetes-unreachable",
                "cluster "
                        + CLUSTER_ARN
                        + ": GET /api/v1/secrets: can't connect to "
                        + closed
                        + ": the connection is refused",
                "Check from this machine that the API server's address can be reached: whether its"
                        + " endpoint is public and for which addresses, firewall, VPN.");
    }

    @Test
    void a_certificate_of_another_authority_is_refused() throws IOException {
        var rig = Live.WORLD.rig();
        var other = Files.readAllBytes(rig.state().resolve("issuer.crt"));
        var document = JSON.createObjectNode();
        document.putObject("certificateAuthority")
                .put("data", Base64.getEncoder().encodeToString(other));
        admit();

        var run = with(World.PRIMARY, document, "capture").exits(4);

        assertThat(issue(run, "code")).isEqualTo("kubernetes-certificate");
        assertThat(issue(run, "what"))
                .startsWith(
                        "cluster "
                                + CLUSTER_ARN
                                + ": GET /api/v1/secrets: the certificate of"
                                + " https://127.0.0.1:")
                .contains(" isn't one of this cluster's certificate authority for this host: ");
        assertThat(issue(run, "fix"))
                .isEqualTo(
                        "Compare the cluster's certificate authority data with the certificate that"
                                + " the address presents: TLS may be intercepted on the way, or the"
                                + " cluster was made anew.");
    }

    @Test
    void a_delegate_that_the_cluster_does_not_admit_is_told_with_commands_that_let_it_in() {
        withdraw();
        var ship = ship(yaml(NAME, NAME));

        var run = ship.json("capture").exits(4);

        var target =
                " --profile primary --region us-east-1 --cluster-name bad-input --principal-arn ";
        var commands =
                "aws eks create-access-entry"
                        + target
                        + DELEGATE
                        + "\naws eks associate-access-policy"
                        + target
                        + DELEGATE
                        + " --policy-arn arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy"
                        + " --access-scope type=cluster";
        refused(
                run,
                "delegate-not-authorised",
                "cluster bad-input of 111111111111 us-east-1 doesn't admit "
                        + DELEGATE
                        + ": it needs an access entry with a policy that reads everything",
                commands);
        Command.shell(Live.WORLD.rig()).run(issue(run, "fix")).ok();
        assertThat(ship.json("capture").exits(0).result().at("/captures/0/objects").asInt())
                .isPositive();
    }

    @Test
    void verifying_before_anything_was_recovered_is_told_as_such() {
        admit();
        var ship = ship(yaml(NAME, NAME));
        ship.json("capture").exits(0);

        refused(
                ship.json("verify", "--target", "bad-input-none").exits(4),
                "recovery-cluster-not-found",
                "there is no cluster bad-input-none in 222222222222 us-west-2 that this recovery"
                        + " made",
                "Make it: sistership recover");
    }

    @Test
    void a_recovery_cluster_that_does_not_answer_is_told_by_name() throws IOException {
        admit();
        var ship = ship(yaml(NAME, NAME));
        ship.json("capture").exits(0);
        ship.json("recover").exits(0);
        var closed = "https://127.0.0.1:" + closedPort();
        var nowhere = JSON.createObjectNode().put("endpoint", closed);
        for (var command : List.of("plan", "recover", "verify")) {
            var run = with(World.RECOVERY, nowhere, command).exits(4);
            assertThat(issue(run, "code")).isEqualTo("kubernetes-unreachable");
            assertThat(issue(run, "what"))
                    .startsWith(
                            "cluster arn:aws:eks:us-west-2:222222222222:cluster/bad-input: GET /")
                    .endsWith(": can't connect to " + closed + ": the connection is refused");
        }
    }

    @Test
    void a_certificate_authority_that_is_none_is_told_with_its_cluster() {
        admit();
        var document = JSON.createObjectNode();
        document.putObject("certificateAuthority").put("data", "bm90IGEgY2VydGlmaWNhdGU=");

        var run = with(World.PRIMARY, document, "capture").exits(4);

        assertThat(issue(run, "code")).isEqualTo("kubernetes-certificate");
        assertThat(issue(run, "what"))
                .startsWith("cluster " + CLUSTER_ARN + ": https://127.0.0.1:")
                .contains(": the certificates for it can't be used: ");
    }

    @Test
    void a_target_name_that_somebody_elses_cluster_has_is_refused_before_any_write() {
        admit();
        var ship = ship(yaml(NAME, NAME));
        ship.json("capture").exits(0);
        foreign("bad-input-taken");
        var taken =
                List.of("recover", "--target", "bad-input-taken", "--accept", "target-name-taken");

        var requests =
                Requests.during(
                        Live.WORLD,
                        "bad-input-taken",
                        () -> ship.json(taken.toArray(String[]::new)).exits(5));

        refused(
                ship.runs().getLast(),
                "target-name-taken",
                """
                refused before any write, as 1 issue blocks:
                  target-name-taken at cluster bad-input-taken in 222222222222 us-west-2: there is a\
                 cluster bad-input-taken already, and Sistership didn't make it for this recovery\
                """,
                "Recover under another name (--target), or take that cluster away yourself.");
        assertThat(requests.aws()).isNotEmpty();
        assertThat(requests.awsWrites()).isEmpty();
        assertThat(requests.recoveryWrites()).isEmpty();
        assertThat(ship.json("plan", "--target", "bad-input-taken").exits(5).document().toString())
                .contains("target-name-taken");
    }

    /// A cluster that somebody else made on the recovery side.
    private static void foreign(String name) {
        var world = Live.WORLD;
        var side = World.RECOVERY;
        var network =
                "subnetIds="
                        + world.output(side, "Subnets")
                        + ",securityGroupIds="
                        + world.output(side, "SecurityGroup");
        world.aws(side)
                .run(
                        "eks",
                        "create-cluster",
                        "--name",
                        name,
                        "--role-arn",
                        side.role("shop-cluster"),
                        "--resources-vpc-config",
                        network)
                .ok();
    }

    /// Runs a command while the cluster's document says something else.
    private Ship.Run with(World.Side side, JsonNode document, String command) {
        var body = JSON.createObjectNode();
        body.put("account", side.account()).put("region", side.region()).put("name", NAME);
        var before =
                Live.WORLD.plant("cluster-document", body.deepCopy().set("document", document));
        try {
            return ship(yaml(NAME, NAME)).json(command);
        } finally {
            Live.WORLD.plant("cluster-document", body.set("document", before));
        }
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Ship ship(String yaml) {
        return BadInput.ship(directory, yaml);
    }
}
