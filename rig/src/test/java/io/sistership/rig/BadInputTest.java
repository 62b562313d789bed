package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is wrong with somebody's input, credentials or cluster: what they are told, what to do about
/// it, and the exit code; in the text and in the JSON document. (Command lines: `UsageTest` of the
/// CLI.)
class BadInputTest {

    private static final JsonMapper JSON = new JsonMapper();

    /// The application and its one cluster.
    private static final String NAME = "bad-input";

    private static final String CLUSTER_ARN = "arn:aws:eks:us-east-1:111111111111:cluster/" + NAME;
    private static final String DELEGATE =
            "arn:aws:iam::111111111111:role/sistership-bad-input-primary-delegate";

    @TempDir private Path directory;

    /// One cluster without nodes, and the access stacks; a point of it once somebody asks.
    private static final class Live {

        private static final World WORLD = world();

        private static World world() {
            var world = World.shared();
            world.cluster(
                    World.PRIMARY,
                    NAME,
                    "--access-config",
                    "authenticationMode=API_AND_CONFIG_MAP");
            world.application(temporary(), NAME, NAME);
            return world;
        }

        private static Path temporary() {
            try {
                return Files.createTempDirectory("sistership-bad-input-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void a_missing_configuration_is_told_with_how_to_get_one() {
        var run = new Ship(directory).json("capture").exits(2);

        refused(
                run,
                "configuration",
                directory.resolve("sistership.yaml") + ": there is no such file",
                "Run `sistership init` to write one, or name another with --file.");
    }

    @Test
    void an_unknown_key_is_told_with_file_line_and_the_word_that_was_meant() {
        var ship = ship(yaml(NAME, NAME).replace("clusters:", "cluster:"));

        refused(
                ship.json("capture").exits(2),
                "configuration",
                directory.resolve("sistership.yaml") + ":11:1: unknown key 'cluster'",
                "Did you mean 'clusters'?");
    }

    @Test
    void a_wrong_type_is_told_with_file_line_and_what_to_write() {
        var ship = ship(yaml(NAME, NAME).replace("\"111111111111\"", "111111111111"));

        refused(
                ship.json("plan").exits(2),
                "configuration",
                directory.resolve("sistership.yaml")
                        + ":4:12: primary.account: integer found, string expected",
                "Put the account id in quotes: YAML reads bare digits as a number.");
    }

    @Test
    void a_cluster_that_the_application_does_not_name_is_refused() {
        var ship = ship(yaml(NAME, NAME));

        refused(
                ship.json("recover", "--cluster", "bad-inptu").exits(2),
                "cluster-unknown",
                "the application protects no cluster 'bad-inptu'",
                "Did you mean 'bad-input'? This application protects: bad-input.");
    }

    @Test
    void an_unknown_access_key_is_told_as_such() {
        profile("bad-input-key", "AKIAAAAAAAAAAAAAAAAA", "nobody's");

        var run = asProfile("bad-input-key").json("capture").exits(4);

        refused(
                run,
                "aws-credentials",
                "profile bad-input-key can't be used for 111111111111 us-east-1:"
                        + " sts:GetCallerIdentity: InvalidClientTokenId: The security token included"
                        + " in the request is invalid.",
                "Renew the credentials, or name another profile in sistership.yaml. This shows"
                        + " whether they work:\n"
                        + "aws sts get-caller-identity --profile bad-input-key");
    }

    @Test
    void a_wrong_secret_is_told_as_such() throws IOException {
        var known = Files.readString(credentials());
        var key = known.substring(known.indexOf("AKIA")).lines().findFirst().orElseThrow();
        profile("bad-input-secret", key, "somebody else's");

        var run = asProfile("bad-input-secret").json("capture").exits(4);

        assertThat(issue(run, "code")).isEqualTo("aws-credentials");
        assertThat(issue(run, "what"))
                .startsWith(
                        "profile bad-input-secret can't be used for 111111111111 us-east-1:"
                                + " sts:GetCallerIdentity: SignatureDoesNotMatch: ");
    }

    @Test
    void a_profile_that_is_not_there_is_told_as_such() {
        Live.WORLD.rig();

        var run = asProfile("bad-input-none").json("capture").exits(4);

        assertThat(issue(run, "code")).isEqualTo("aws-credentials");
        assertThat(issue(run, "what"))
                .startsWith(
                        "profile bad-input-none can't be used for 111111111111 us-east-1:"
                                + " sts:GetCallerIdentity: Profile file contained no credentials for"
                                + " profile 'bad-input-none'");
    }

    @Test
    void credentials_of_another_account_are_refused() {
        Live.WORLD.rig();

        var run = asProfile("recovery").json("capture").exits(4);

        refused(
                run,
                "wrong-account",
                "the credentials are arn:aws:iam::222222222222:user/admin, not of account"
                        + " 111111111111",
                "Check account and profile in sistership.yaml.");
    }

    @Test
    void a_missing_access_stack_is_told_with_the_commands_that_deploy_it() {
        Live.WORLD.rig();

        refused(
                ship(yaml("no-stacks", NAME)).json("capture").exits(4),
                "access-stack-missing",
                "the access stack sistership-no-stacks-recovery isn't deployed in 222222222222"
                        + " us-west-2",
                """
                Deploy it:
                  sistership access recovery > sistership-no-stacks-recovery.yaml
                  aws cloudformation deploy --profile recovery --region us-west-2 \\
                    --stack-name sistership-no-stacks-recovery --template-file\
                 sistership-no-stacks-recovery.yaml --capabilities CAPABILITY_NAMED_IAM\
                """);
    }

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

        var run = with(JSON.createObjectNode().put("endpoint", closed), "capture");

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

        var run = with(document, "capture").exits(4);

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
    void a_cluster_without_a_point_is_told_with_how_to_make_one() {
        Live.WORLD.rig();
        var ship = ship(yaml(NAME, "never-captured"));

        for (var command : List.of("show", "plan", "recover", "verify")) {
            refused(
                    ship.json(command).exits(4),
                    "no-point",
                    "there is no recovery point of never-captured yet",
                    "Make one: sistership capture");
        }
        assertThat(ship.run("points").exits(0).out())
                .isEqualTo("No recovery point yet: `sistership capture` makes one.\n");
    }

    @Test
    void what_is_no_point_id_is_refused_with_how_one_looks() {
        Live.WORLD.rig();

        refused(
                ship(yaml(NAME, NAME)).json("show", "yesterday").exits(2),
                "point-form",
                "not a recovery point id (like 20261123T094305Z-k3m7qa): 'yesterday'",
                "List them: sistership points");
    }

    @Test
    void a_point_that_is_not_there_is_told_as_such() {
        Live.WORLD.rig();

        refused(
                ship(yaml(NAME, NAME))
                        .json("recover", "--point", "20200101T000000Z-k3m7qa")
                        .exits(4),
                "point-not-found",
                "there is no recovery point 20200101T000000Z-k3m7qa of bad-input in the vault",
                "List them: sistership points");
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
    void a_target_name_that_somebody_elses_cluster_has_is_refused_before_any_write() {
        admit();
        var ship = ship(yaml(NAME, NAME));
        ship.json("capture").exits(0);
        foreign("bad-input-taken");
        var before = awsRequests().size();

        var run =
                ship.json("recover", "--target", "bad-input-taken", "--accept", "target-name-taken")
                        .exits(5);

        refused(
                run,
                "target-name-taken",
                """
                refused before any write, as 1 issue blocks:
                  target-name-taken at cluster bad-input-taken in 222222222222 us-west-2: there is a\
                 cluster bad-input-taken already, and Sistership didn't make it for this recovery\
                """,
                "Recover under another name (--target), or take that cluster away yourself.");
        var requests = awsRequests();
        assertThat(requests.subList(before, requests.size()))
                .filteredOn(BadInputTest::isRecovery)
                .isNotEmpty()
                .noneMatch(BadInputTest::writes);
        assertThat(ship.json("plan", "--target", "bad-input-taken").exits(5).document().toString())
                .contains("target-name-taken");
    }

    private static List<JsonNode> awsRequests() {
        try (var lines = Files.lines(Live.WORLD.rig().state().resolve("aws-requests.log"))) {
            return lines.map(JSON::readTree).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRecovery(JsonNode request) {
        return request.path("caller").asString("").contains("sistership-bad-input-");
    }

    private static boolean writes(JsonNode request) {
        var action = request.path("action").asString("");
        return request.path("service").asString("").equals("s3")
                ? !request.path("method").asString("").matches("GET|HEAD")
                : action.matches("(?!CreateGrant)(Create|Update|Delete|Associate|Tag|Put).*");
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

    /// The delegate may read, whatever was before.
    private static void admit() {
        withdraw();
        Live.WORLD.admitDelegate(NAME, NAME);
    }

    private static void withdraw() {
        var aws = Live.WORLD.aws(World.PRIMARY);
        var entries = aws.run("eks", "list-access-entries", "--cluster-name", NAME).ok();
        if (entries.contains(DELEGATE)) {
            aws.run(
                            "eks",
                            "delete-access-entry",
                            "--cluster-name",
                            NAME,
                            "--principal-arn",
                            DELEGATE)
                    .ok();
        }
    }

    /// Runs a command while the cluster's document says something else.
    private Ship.Run with(JsonNode document, String command) {
        var body = JSON.createObjectNode();
        body.put("account", World.PRIMARY_ACCOUNT).put("region", "us-east-1").put("name", NAME);
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

    private Ship asProfile(String profile) {
        return ship(yaml(NAME, NAME).replace("profile: primary", "profile: " + profile));
    }

    private static Path credentials() {
        return Path.of(Live.WORLD.rig().exports().getOrDefault("AWS_SHARED_CREDENTIALS_FILE", ""));
    }

    private static void profile(String name, String key, String secret) {
        var section =
                """

                [%s]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                """
                        .formatted(name, key.replaceAll("[^A-Z0-9]", ""), secret);
        try {
            Files.writeString(credentials(), section, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Ship ship(String yaml) {
        try {
            Files.writeString(directory.resolve("sistership.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Ship(directory);
    }

    private static String yaml(String application, String cluster) {
        return """
        apiVersion: sistership.io/v1
        application: %s
        primary:
          account: "111111111111"
          region: us-east-1
          profile: primary
        recovery:
          account: "222222222222"
          region: us-west-2
          profile: recovery
        clusters: [%s]
        counterparts:
          arn:aws:iam::111111111111:user/admin: arn:aws:iam::222222222222:user/admin
        """
                .formatted(application, cluster);
    }

    /// A failed run says the same to people and to programs, and to programs nothing else.
    private static void refused(Ship.Run run, String code, String what, String fix) {
        assertThat(issue(run, "what")).isEqualTo(what);
        assertThat(issue(run, "fix")).isEqualTo(fix);
        assertThat(issue(run, "code")).isEqualTo(code);
        assertThat(issue(run, "severity")).isEqualTo("BLOCKING");
        assertThat(run.result().isNull()).isTrue();
        assertThat(run.err()).endsWith("error: " + what + "\n" + fix.indent(2));
    }

    private static String issue(Ship.Run run, String member) {
        return run.document().at("/issues/0/" + member).asString();
    }
}
