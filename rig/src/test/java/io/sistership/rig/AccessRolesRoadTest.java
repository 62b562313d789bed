package io.sistership.rig;

import static io.sistership.rig.Denials.assertDenied;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sistership.aws.AwsSession;
import io.sistership.aws.KmsKeyWrapping;
import io.sistership.aws.KmsSigningKey;
import io.sistership.aws.S3BlobStore;
import io.sistership.cloud.Cloud;
import io.sistership.control.AccessRole;
import io.sistership.control.AccessStacks;
import io.sistership.model.AccountId;
import io.sistership.model.Application;
import io.sistership.model.Arn;
import io.sistership.model.CaptureChanges;
import io.sistership.model.Environment;
import io.sistership.model.Region;
import io.sistership.model.RestoreChoices;
import io.sistership.model.Retention;
import io.sistership.model.Sha256;
import io.sistership.vault.BlobConflictException;
import io.sistership.vault.DataKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.JsonNode;

/// What the roles of deployed access stacks may and may not: each line of the table "Who carries
/// what" as a call.
class AccessRolesRoadTest {

    private static final String NAME = "roles";
    private static final String VAULT = "sistership-roles-vault-222222222222-us-west-2";
    private static final String STATE = "sistership-roles-state-222222222222-us-west-2";
    private static final String SCRATCH = "sistership-roles-scratch-111111111111-us-east-1";

    private static final Application APPLICATION =
            new Application(
                    NAME,
                    environment("111111111111", "us-east-1", "primary"),
                    environment("222222222222", "us-west-2", "recovery"),
                    List.of("shop"),
                    Map.of(),
                    Duration.ofMinutes(15),
                    new Retention(24, 30, 12),
                    CaptureChanges.NONE,
                    RestoreChoices.NONE,
                    Sha256.of(new byte[0]));

    @TempDir private static Path directory;
    private static AwsSession primary;
    private static AwsSession recovery;
    private static Arn sealKey;

    @BeforeAll
    static void deploy() {
        World.shared().application(directory, NAME, "shop");
        primary = AwsSession.profile(APPLICATION.primary());
        recovery = AwsSession.profile(APPLICATION.recovery());
        var outputs = Cloud.connect(recovery).stacks().of("sistership-roles-recovery");
        sealKey = Arn.parse(String.valueOf(outputs.get("SealKeyArn")));
    }

    @AfterAll
    static void close() {
        primary.close();
        recovery.close();
    }

    @Test
    void a_role_is_not_assumed_with_another_external_id() {
        var role = AccessRole.PRIMARY_ACCESS.arn(APPLICATION);

        assertDenied(() -> primary.assume(role, "sistership-of-somebody-else", "test"));
    }

    @Test
    void the_primary_wraps_and_cannot_unwrap() {
        for (var role : List.of(AccessRole.PRIMARY_ACCESS, AccessRole.PRIMARY_DELEGATE)) {
            var replica = keys(role, "us-east-1");
            var context = Map.of("class", "objects");
            try (var key = replica.generate(context)) {
                assertDenied(() -> replica.unwrap(key.wrapped(), context));
            }
        }
    }

    @Test
    void only_the_recovery_delegate_opens_secrets() {
        var objects = Map.of("class", "objects", "application", NAME);
        var secrets = Map.of("class", "secrets", "application", NAME);
        var primaryKeys = keys(AccessRole.PRIMARY_DELEGATE, "us-east-1");
        try (var object = primaryKeys.generate(objects);
                var secret = primaryKeys.generate(secrets)) {
            var delegate = keys(AccessRole.RECOVERY_DELEGATE, "us-west-2");
            var access = keys(AccessRole.RECOVERY_ACCESS, "us-west-2");
            var publisher = keys(AccessRole.PUBLISHER, "us-west-2");

            assertThat(delegate.unwrap(secret.wrapped(), secrets)).isNotNull();
            assertThat(access.unwrap(object.wrapped(), objects)).isNotNull();
            assertDenied(() -> access.unwrap(secret.wrapped(), secrets));
            assertDenied(() -> publisher.unwrap(object.wrapped(), objects));
        }
    }

    @Test
    void only_the_primary_delegate_uses_the_key_of_the_index() {
        var index = indexKey();
        var context = Map.of("class", "index", "application", NAME, "cluster", "shop");
        var delegate = new KmsKeyWrapping(as(AccessRole.PRIMARY_DELEGATE), index);
        try (var key = delegate.generate(context);
                var opened = delegate.unwrap(key.wrapped(), context)) {
            assertThat(opened).isNotNull();
            for (var role : AccessRole.values()) {
                if (role != AccessRole.PRIMARY_DELEGATE) {
                    assertKeyDenied(as(role), role.arn(APPLICATION).resourceName(), key, context);
                }
            }
            assertKeyDenied(primary, "user/admin", key, context);
            assertKeyDenied(recovery, "user/admin", key, context);
        }
    }

    @Test
    void the_key_of_the_index_is_for_this_applications_index_alone() {
        var delegate = new KmsKeyWrapping(as(AccessRole.PRIMARY_DELEGATE), indexKey());

        assertDenied(() -> delegate.generate(Map.of("class", "objects", "application", NAME)));
        assertDenied(() -> delegate.generate(Map.of("class", "index", "application", "other")));
    }

    /// Refused, and by a decision about this very caller, action and key.
    private static void assertKeyDenied(
            AwsSession session, String caller, DataKey key, Map<String, String> context) {
        var keys = new KmsKeyWrapping(session.in(region("us-east-1")), indexKey());
        int before = decisions().size();

        assertDenied(() -> keys.generate(context));
        assertDenied(() -> keys.unwrap(key.wrapped(), context));

        assertThat(decisions().stream().skip(before))
                .filteredOn(line -> Requests.text(line, "caller").contains(caller))
                .filteredOn(line -> Requests.text(line, "resource").equals(indexKey().toString()))
                .extracting(
                        line -> Requests.text(line, "action"),
                        line -> line.get("allowed").asBoolean())
                .containsExactly(tuple("kms:GenerateDataKey", false), tuple("kms:Decrypt", false));
    }

    private static List<JsonNode> decisions() {
        var log = World.shared().rig().state().resolve("decisions.log");
        try (var lines = Files.lines(log)) {
            return lines.map(line -> Road.JSON.readTree(line)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void only_recovery_access_signs_plans_and_verifies_them() {
        var message = "a plan".getBytes(UTF_8);
        var own = planKey(as(AccessRole.RECOVERY_ACCESS));
        var signature = own.sign(message);

        assertThat(own.verifies(message, signature)).isTrue();
        for (var role : AccessRole.values()) {
            if (role != AccessRole.RECOVERY_ACCESS) {
                var other = planKey(as(role).in(region("us-west-2")));
                assertDenied(() -> other.sign(message));
                assertDenied(() -> other.verifies(message, signature));
            }
        }
        assertDenied(() -> planKey(recovery).sign(message));
    }

    private static KmsSigningKey planKey(AwsSession session) {
        var outputs = Cloud.connect(recovery).stacks().of("sistership-roles-recovery");
        return new KmsSigningKey(session, Arn.parse(String.valueOf(outputs.get("PlanKeyArn"))));
    }

    private static Arn indexKey() {
        var outputs = Cloud.connect(primary).stacks().of("sistership-roles-primary");
        return Arn.parse(String.valueOf(outputs.get("IndexKeyArn")));
    }

    @Test
    void even_an_administrator_of_the_recovery_account_opens_nothing() {
        var context = Map.of("class", "objects");
        try (var key = keys(AccessRole.PRIMARY_ACCESS, "us-east-1").generate(context)) {
            var administrator = new KmsKeyWrapping(recovery, sealKey);

            assertDenied(() -> administrator.unwrap(key.wrapped(), context));
        }
    }

    @Test
    void the_publisher_fetches_and_clears_the_outbox_and_nothing_else() {
        s3(AccessRole.PRIMARY_DELEGATE, s3 -> put(s3, SCRATCH, "outbox/p/manifest.json"));
        s3(AccessRole.PRIMARY_ACCESS, s3 -> put(s3, SCRATCH, "inbox/r.json"));
        var scratch = new S3BlobStore(as(AccessRole.PUBLISHER).in(region("us-east-1")), SCRATCH);

        assertThat(scratch.list("outbox/")).hasSize(1);
        assertThat(scratch.head("outbox/p/manifest.json")).isPresent();
        assertDenied(() -> scratch.get("inbox/r.json"));
        assertDenied(() -> scratch.put("outbox/p/manifest.json", new byte[0]));
        scratch.delete("outbox/p/manifest.json");
        assertThat(scratch.list("outbox/")).isEmpty();
    }

    @Test
    void nothing_in_the_vault_is_put_without_if_none_match_by_anybody() {
        var vault = new S3BlobStore(as(AccessRole.PUBLISHER), VAULT);

        vault.putNew("clusters/shop/segments/a", "sealed".getBytes(UTF_8));

        assertDenied(() -> vault.put("clusters/shop/segments/b", new byte[0]));
        assertThatThrownBy(() -> vault.putNew("clusters/shop/segments/a", new byte[0]))
                .isInstanceOf(BlobConflictException.class);
        try (var s3 = recovery.s3()) {
            assertDenied(() -> put(s3, VAULT, "clusters/shop/segments/c"));
        }
    }

    @Test
    void the_accepted_mark_moves_by_compare_and_set_only() {
        var state = new S3BlobStore(as(AccessRole.PUBLISHER), STATE);

        var tag = state.putNew("accepted/roles-shop.json", "{}".getBytes(UTF_8));

        assertDenied(() -> state.put("accepted/roles-shop.json", new byte[0]));
        state.replace("accepted/roles-shop.json", "{\"sequence\":2}".getBytes(UTF_8), tag);
        assertDenied(() -> state.putNew("pins/forged.json", new byte[0]));
    }

    @Test
    void the_recovery_roles_read_the_vault_and_do_not_write_it() {
        new S3BlobStore(as(AccessRole.PUBLISHER), VAULT).putNew("clusters/shop/x", new byte[1]);

        for (var role : List.of(AccessRole.RECOVERY_ACCESS, AccessRole.RECOVERY_DELEGATE)) {
            var vault = new S3BlobStore(as(role), VAULT);

            assertThat(vault.head("clusters/shop/x")).isPresent();
            assertDenied(() -> vault.putNew("clusters/shop/y", new byte[0]));
            assertDenied(() -> vault.delete("clusters/shop/x"));
        }
    }

    @Test
    void neither_side_reaches_the_others_buckets() {
        var vault = new S3BlobStore(as(AccessRole.PRIMARY_ACCESS).in(region("us-west-2")), VAULT);
        var scratch =
                new S3BlobStore(as(AccessRole.RECOVERY_DELEGATE).in(region("us-east-1")), SCRATCH);

        assertDenied(() -> vault.list(""));
        assertDenied(() -> vault.putNew("clusters/shop/z", new byte[0]));
        assertDenied(() -> scratch.list("outbox/"));
    }

    @Test
    void the_delegates_journal_is_its_own_and_pins_are_not() {
        var state = new S3BlobStore(as(AccessRole.RECOVERY_DELEGATE), STATE);

        state.putNew("journals/r/objects/1", new byte[1]);

        assertDenied(() -> state.put("pins/x.json", new byte[1]));
        assertDenied(() -> state.put("leases/x.json", new byte[1]));
    }

    private static AwsSession as(AccessRole role) {
        var side = role.environment(APPLICATION).equals(APPLICATION.primary()) ? primary : recovery;
        return side.assume(
                role.arn(APPLICATION), new AccessStacks(APPLICATION).externalId(), "test");
    }

    private static KmsKeyWrapping keys(AccessRole role, String region) {
        var key =
                new Arn(
                        sealKey.partition(),
                        sealKey.service(),
                        region,
                        sealKey.account(),
                        sealKey.resource());
        return new KmsKeyWrapping(as(role).in(region(region)), key);
    }

    private static void s3(AccessRole role, Consumer<S3Client> use) {
        try (var s3 = as(role).s3()) {
            use.accept(s3);
        }
    }

    private static void put(S3Client s3, String bucket, String key) {
        s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString("x"));
    }

    private static Environment environment(String account, String region, String profile) {
        return new Environment(new AccountId(account), region(region), Optional.of(profile));
    }

    private static Region region(String name) {
        return new Region(name);
    }
}
