package io.sistership.rig;

import static io.sistership.rig.Denials.assertDenied;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.aws.AwsSession;
import io.sistership.aws.KmsKeyWrapping;
import io.sistership.aws.KmsPointSigner;
import io.sistership.aws.S3BlobStore;
import io.sistership.control.AccessRole;
import io.sistership.control.AccessStacks;
import io.sistership.model.Arn;
import io.sistership.model.Region;
import io.sistership.model.Sha256;
import io.sistership.vault.BlobStore;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

/// What somebody with the whole primary account can't do to what is in the vault: an administrator's
/// credentials, and those of each role of the primary stack. (What they can: [ForgingPrimaryRoadTest].)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrimaryAccountRoadTest {

    private static final String VAULT = SmallShip.bucket("vault");
    private static final String STATE = SmallShip.bucket("state");
    private static final Region RECOVERY = new Region("us-west-2");

    private SmallShip ship;
    private String manifest;

    /// Somebody of the primary account.
    record Intruder(String name, AwsSession session) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    void go() {
        ship = SmallShip.shared();
        manifest = "clusters/trust/points/" + ship.point() + "/manifest.json";
    }

    Stream<Intruder> intruders() {
        return Stream.of(
                new Intruder("the administrator", ship.primaryAdministrator()),
                new Intruder("primary-access", ship.as(AccessRole.PRIMARY_ACCESS)),
                new Intruder("primary-delegate", ship.as(AccessRole.PRIMARY_DELEGATE)));
    }

    @AfterEach
    void the_vault_is_as_it_was() {
        assertThat(ship.vault().head(manifest)).isPresent();
        assertThat(ship.state().head("accepted/trust.json")).isPresent();
    }

    @ParameterizedTest
    @MethodSource("intruders")
    void reads_nothing(Intruder intruder) {
        for (var bucket : new String[] {VAULT, STATE, SmallShip.bucket("scratch")}) {
            var store = store(intruder, bucket);

            assertDenied(() -> store.list(""));
            assertDenied(() -> store.head(manifest));
            assertDenied(() -> store.get(manifest));
        }
        assertDenied(() -> store(intruder, STATE).get("accepted/trust.json"));
    }

    @ParameterizedTest
    @MethodSource("intruders")
    void alters_and_deletes_nothing(Intruder intruder) {
        for (var key : new String[] {manifest, "accepted/trust.json", "pins/forged.json"}) {
            for (var bucket : new String[] {VAULT, STATE}) {
                var store = store(intruder, bucket);

                assertDenied(() -> store.put(key, new byte[1]));
                assertDenied(() -> store.putNew(key, new byte[1]));
                assertDenied(() -> store.replace(key, new byte[1], "\"tag\""));
                assertDenied(() -> store.delete(key));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("intruders")
    void loosens_no_bucket(Intruder intruder) {
        for (var bucket : new String[] {VAULT, STATE}) {
            s3(intruder, s3 -> s3.deleteBucketPolicy(r -> r.bucket(bucket)));
            s3(intruder, s3 -> s3.putBucketPolicy(r -> r.bucket(bucket).policy("{}")));
            s3(intruder, s3 -> s3.deleteBucket(r -> r.bucket(bucket)));
            s3(intruder, s3 -> s3.listObjectVersions(r -> r.bucket(bucket)));
            s3(
                    intruder,
                    s3 ->
                            s3.putBucketVersioning(r ->
                                    r.bucket(bucket)
                                            .versioningConfiguration(v -> v.status("Suspended"))));
        }
    }

    @ParameterizedTest
    @MethodSource("intruders")
    void unwraps_nothing_by_either_key_and_changes_neither(Intruder intruder) {
        for (var region : new String[] {"us-west-2", "us-east-1"}) {
            var key = sealKey(region);
            var session = intruder.session().in(new Region(region));

            for (var type : new String[] {"objects", "secrets"}) {
                var context = context(type);
                assertDenied(() ->
                        new KmsKeyWrapping(session, key).unwrap(wrapped(type), context).close());
            }
            kms(session, kms -> kms.getKeyPolicy(r -> r.keyId(key.toString())));
            kms(session, kms -> kms.putKeyPolicy(r -> r.keyId(key.toString()).policy("{}")));
            kms(session, kms -> kms.disableKey(r -> r.keyId(key.toString())));
            kms(session, kms -> kms.scheduleKeyDeletion(r -> r.keyId(key.toString())));
        }
    }

    @ParameterizedTest
    @MethodSource("intruders")
    void becomes_no_role_of_the_recovery_account(Intruder intruder) {
        var externalId = new AccessStacks(ship.application()).externalId();
        var roles =
                Stream.of(
                        AccessRole.PUBLISHER,
                        AccessRole.EXPIRER,
                        AccessRole.RECOVERY_ACCESS,
                        AccessRole.RECOVERY_DELEGATE);

        assertThat(roles)
                .allSatisfy(role ->
                        assertDenied(() ->
                                intruder.session()
                                        .assume(role.arn(ship.application()), externalId, "test")));
    }

    @Test
    void the_administrator_signs_only_as_one_of_the_roles() {
        var signer =
                new KmsPointSigner(
                        ship.primaryAdministrator(), ship.signingKey(), Sha256.of(new byte[0]));

        assertDenied(() -> signer.sign("DSSEv1".getBytes(UTF_8)));
    }

    private static BlobStore store(Intruder intruder, String bucket) {
        return new S3BlobStore(intruder.session().in(RECOVERY), bucket);
    }

    private static void s3(Intruder intruder, java.util.function.Consumer<S3Client> use) {
        try (var s3 = intruder.session().in(RECOVERY).s3()) {
            assertDenied(() -> use.accept(s3));
        }
    }

    private static void kms(AwsSession session, java.util.function.Consumer<KmsClient> use) {
        try (var kms = session.kms()) {
            assertDenied(() -> use.accept(kms));
        }
    }

    private Arn sealKey(String region) {
        var key = ship.sealKey();
        return new Arn(key.partition(), key.service(), region, key.account(), key.resource());
    }

    private Map<String, String> context(String type) {
        return Map.of(
                "application",
                SmallShip.NAME,
                "cluster",
                ship.application().primaryCluster(SmallShip.NAME).toString(),
                "point",
                ship.point(),
                "class",
                type);
    }

    /// The point's own wrapped key of that class.
    private byte[] wrapped(String type) {
        var keys = Road.JSON.readTree(Tampering.read(ship.vault(), manifest)).get("keys");
        var key =
                keys.valueStream()
                        .filter(each -> each.get("class").asString().equals(type))
                        .findFirst()
                        .orElseThrow();
        return java.util.Base64.getDecoder().decode(key.get("wrapped").asString());
    }
}
