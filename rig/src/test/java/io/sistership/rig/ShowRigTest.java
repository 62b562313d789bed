package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// Looking inside a point: bytes of what isn't secret, digests of what is, and nothing for whoever may
/// not.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShowRigTest {

    private SmallShip ship;

    @BeforeAll
    void go() {
        ship = SmallShip.shared();
    }

    @Test
    void an_objects_bytes_are_those_that_the_server_sends() {
        var shown = ship.ship().run("show", "newest", "configmaps", "vaulted/plain").exits(0);
        var list = ship.kubectl().run("get", "--raw", "/api/v1/namespaces/vaulted/configmaps").ok();

        assertThat(shown.out()).endsWith("}\n").contains("grüß Gott");
        assertThat(list).contains(shown.out().stripTrailing());
    }

    @Test
    void the_json_document_holds_the_same_bytes() {
        var text = ship.ship().run("show", ship.point(), "configmaps", "vaulted/plain").exits(0);
        var json = ship.ship().json("show", ship.point(), "configmaps", "vaulted/plain").exits(0);

        assertThat(json.out()).contains("\"object\" : " + text.out().stripTrailing());
        assertThat(json.result().at("/objects/0/object/metadata/name").asString())
                .isEqualTo("plain");
        assertThat(json.document().get("schema").asString()).isEqualTo("sistership.io/show/v1");
    }

    @Test
    void names_of_a_type_are_listed_as_they_are_asked_for() {
        var shown = ship.ship().run("show", "newest", "secrets").exits(0);

        assertThat(shown.out()).contains("  vaulted/payments\n", "  vaulted/copy\n");
    }

    @Test
    void a_secret_is_shown_by_digests_that_are_equal_where_values_are() {
        var run =
                ship.ship()
                        .json("show", "newest", "secrets", "vaulted/payments", "vaulted/copy")
                        .exits(0);
        var payments = run.result().at("/objects/0");
        var copy = run.result().at("/objects/1");

        assertThat(payments.get("secretType").asString()).isEqualTo("Opaque");
        assertThat(digest(payments, "data.api-key"))
                .matches("[0-9a-f]{64}")
                .isEqualTo(digest(copy, "data.key"))
                .isNotEqualTo(digest(payments, "data.user"));
        assertThat(digest(payments, "annotations.kubectl.kubernetes.io/last-applied-configuration"))
                .matches("[0-9a-f]{64}");
        assertThat(holdsSecret(run)).isFalse();
    }

    @Test
    void digests_of_another_run_tell_nothing_about_these() {
        var one = ship.ship().json("show", "newest", "secrets", "vaulted/payments").exits(0);
        var two = ship.ship().json("show", "newest", "secrets", "vaulted/payments").exits(0);

        assertThat(digest(one.result().at("/objects/0"), "data.user"))
                .isNotEqualTo(digest(two.result().at("/objects/0"), "data.user"));
    }

    @Test
    void people_see_a_table_without_values() {
        var run = ship.ship().run("show", "newest", "secrets", "vaulted/payments").exits(0);

        assertThat(run.out())
                .contains("Secret vaulted/payments (Opaque)")
                .containsPattern("data\\.api-key +[0-9a-f]{16}\n");
        assertThat(holdsSecret(run)).isFalse();
    }

    @Test
    void what_is_not_there_is_told_with_how_to_find_it() {
        var object = ship.ship().run("show", "newest", "secrets", "vaulted/none").exits(4);
        var type = ship.ship().run("show", "newest", "secret").exits(2);
        var word = ship.ship().run("show", "newest", "secrets", "vaulted/").exits(2);

        assertThat(object.err())
                .endsWith(
                        """
                        error: the point holds no vaulted/none of type secrets
                          Names are listed by: sistership show POINT secrets
                        """);
        assertThat(type.err())
                .endsWith(
                        """
                        error: the point holds no type 'secret'
                          Did you mean 'secrets'? Types are written as deployments.apps; sistership show lists them.
                        """);
        assertThat(word.err())
                .endsWith(
                        """
                        error: 'vaulted/' names no object
                          Write it as NAMESPACE/NAME, or NAME for a cluster-scoped type.
                        """);
    }

    @Test
    void whoever_may_not_become_the_delegate_sees_everything_but_secrets() {
        var engineer = engineer();

        var map = engineer.run("show", "newest", "configmaps", "vaulted/plain").exits(0);
        var names = engineer.run("show", "newest", "secrets").exits(4);
        var secret = engineer.json("show", "newest", "secrets", "vaulted/payments").exits(4);

        assertThat(map.out()).contains("grüß Gott");
        assertThat(names.err())
                .contains("seals as class secrets can't be opened: sts:AssumeRole")
                .endsWith(
                        "  Open it as somebody who may assume"
                                + " arn:aws:iam::222222222222:role/sistership-trust-recovery-delegate;"
                                + " everything of another class opens without.\n");
        assertThat(secret.document().at("/issues/0/code").asString()).isEqualTo("class-sealed");
    }

    /// Somebody of the recovery account whose own policy lets them plan, and no more.
    private Ship engineer() {
        var directory = ship.ship().directory().resolve("engineer");
        var aws = ship.world().aws(World.RECOVERY);
        aws.run("iam", "create-user", "--user-name", "engineer").ok();
        aws.run(
                        "iam",
                        "put-user-policy",
                        "--user-name",
                        "engineer",
                        "--policy-name",
                        "plan",
                        "--policy-document",
                        """
                        {"Version":"2012-10-17","Statement":[
                          {"Effect":"Allow","Action":"cloudformation:DescribeStacks","Resource":"*"},
                          {"Effect":"Allow","Action":"sts:AssumeRole",
                           "Resource":"arn:aws:iam::222222222222:role/sistership-trust-recovery-access"}]}
                        """)
                .ok();
        var key = aws.run("iam", "create-access-key", "--user-name", "engineer").json();
        try {
            Files.writeString(
                    Path.of(
                            ship.world()
                                    .rig()
                                    .exports()
                                    .getOrDefault("AWS_SHARED_CREDENTIALS_FILE", "")),
                    "\n[engineer]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
                            .formatted(
                                    key.at("/AccessKey/AccessKeyId").asString(),
                                    key.at("/AccessKey/SecretAccessKey").asString()),
                    StandardOpenOption.APPEND);
            Files.createDirectories(directory);
            var yaml = Files.readString(ship.ship().directory().resolve("sistership.yaml"));
            Files.writeString(
                    directory.resolve("sistership.yaml"),
                    yaml.replace("profile: recovery", "profile: engineer"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Ship(directory);
    }

    private static String digest(JsonNode secret, String path) {
        return secret.get("values")
                .valueStream()
                .filter(value -> value.get("path").asString().equals(path))
                .findFirst()
                .orElseThrow()
                .get("hmac")
                .asString();
    }

    private static boolean holdsSecret(Ship.Run run) {
        var all = run.out() + run.err();
        var encoded = Base64.getEncoder().encodeToString(SmallShip.SECRET.getBytes(UTF_8));
        return all.contains(SmallShip.SECRET) || all.contains(encoded);
    }
}
