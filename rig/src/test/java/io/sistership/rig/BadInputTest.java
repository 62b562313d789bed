package io.sistership.rig;

import static io.sistership.rig.BadInput.Live;
import static io.sistership.rig.BadInput.NAME;
import static io.sistership.rig.BadInput.issue;
import static io.sistership.rig.BadInput.refused;
import static io.sistership.rig.BadInput.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is wrong with somebody's configuration, arguments or credentials: what they are told, what
/// to do about it, and the exit code; in the text and in the JSON document. (Command lines:
/// `UsageTest` of the CLI; clusters: [BadClusterTest].)
class BadInputTest {

    @TempDir private Path directory;

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
    void a_cluster_without_a_point_is_told_with_how_to_make_one() {
        Live.WORLD.rig();
        var ship = ship(yaml(NAME, "never-captured"));

        for (var command : List.of("show", "plan", "recover", "verify", "release")) {
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
        return BadInput.ship(directory, yaml);
    }
}
