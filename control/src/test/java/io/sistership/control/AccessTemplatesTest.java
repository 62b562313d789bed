package io.sistership.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.control.AccessTemplate.Permission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds the templates against the table "Who carries what" of ARCHITECTURE.md.
class AccessTemplatesTest {

    private static final String VAULT =
            "arn:${AWS::Partition}:s3:::sistership-${Application}-vault-${AWS::AccountId}-${AWS::Region}";
    private static final String STATE = VAULT.replace("-vault-", "-state-");
    private static final String SCRATCH = VAULT.replace("-vault-", "-scratch-");
    private static final String OUTBOX_OF_THE_PRIMARY =
            "arn:${AWS::Partition}:s3:::sistership-${Application}-scratch-${PrimaryAccount}-${PrimaryRegion}";

    private final AccessTemplate recovery = AccessTemplate.of(AccessStack.RECOVERY);
    private final AccessTemplate replica = AccessTemplate.of(AccessStack.REPLICA);
    private final AccessTemplate primary = AccessTemplate.of(AccessStack.PRIMARY);

    @Test
    void the_roles_are_those_of_the_table_under_their_fixed_names() {
        var names =
                Stream.of(recovery, primary)
                        .flatMap(template ->
                                template.idsOf("AWS::IAM::Role").stream()
                                        .map(id -> template.resource(id).path("RoleName")))
                        .map(name -> name.asString().replace("sistership-${Application}-", ""))
                        .toList();

        assertThat(names)
                .containsExactly(
                        "publisher",
                        "expirer",
                        "recovery-access",
                        "recovery-delegate",
                        "primary-access",
                        "primary-delegate");
        assertThat(replica.idsOf("AWS::IAM::Role")).isEmpty();
    }

    @Test
    void every_role_is_assumed_from_its_own_account_with_the_external_id() {
        for (var template : List.of(recovery, primary)) {
            for (var role : template.idsOf("AWS::IAM::Role")) {
                var trust = template.statements(role, "AssumeRolePolicyDocument").toList();

                assertThat(trust).as(role).hasSize(1);
                assertThat(trust.getFirst())
                        .as(role)
                        .hasToString(
                                """
                                {"Effect":"Allow",\
                                "Principal":{"AWS":"arn:${AWS::Partition}:iam::${AWS::AccountId}:root"},\
                                "Action":"sts:AssumeRole",\
                                "Condition":{"StringEquals":{"sts:ExternalId":"ExternalId"}}}\
                                """);
            }
        }
    }

    @Test
    void no_permission_is_a_wildcard() {
        assertThat(allPermissions().flatMap(one -> one.actions().stream()))
                .allMatch(action -> !action.contains("*"));
    }

    @Test
    void the_primary_roles_change_nothing_but_the_scratch_bucket() {
        var writes =
                permissions(primary, "PrimaryAccessRole", "PrimaryDelegateRole")
                        .filter(one -> one.actions().stream().anyMatch(not(this::reads)));

        assertThat(writes)
                .allSatisfy(one -> {
                    var scratch = one.resources().stream().allMatch(at -> at.startsWith(SCRATCH));
                    var wrapOrSign =
                            Set.of("kms:GenerateDataKey", "kms:Sign", "kms:GetPublicKey")
                                    .containsAll(one.actions());
                    var index = one.resources().equals(List.of("IndexKey.Arn"));
                    assertThat(scratch || wrapOrSign || index).as(one.toString()).isTrue();
                });
    }

    @Test
    void the_primary_delegate_keeps_to_its_prefixes() {
        assertThat(writable(primary, "PrimaryDelegateRole"))
                .containsExactly(SCRATCH + "/index/*", SCRATCH + "/outbox/*");
        assertThat(readable(primary, "PrimaryDelegateRole"))
                .containsExactly(SCRATCH + "/inbox/*", SCRATCH + "/index/*");
    }

    @Test
    void only_the_recovery_side_unwraps_and_only_its_delegate_unwraps_secrets() {
        var unwrapping =
                allPermissions()
                        .filter(one -> one.actions().contains("kms:Decrypt"))
                        .filter(one -> !one.resources().equals(List.of("IndexKey.Arn")))
                        .collect(
                                Collectors.toMap(
                                        Permission::role, one -> one.condition().toString()));

        assertThat(unwrapping)
                .isEqualTo(
                        Map.of(
                                "RecoveryDelegateRole",
                                "",
                                "RecoveryAccessRole",
                                "{\"StringEquals\":{\"kms:EncryptionContext:class\":\"objects\"}}"));
    }

    @Test
    void recovery_access_alone_signs_plans() {
        assertThat(allPermissions().filter(one -> one.resources().contains("PlanKey.Arn")))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.role()).isEqualTo("RecoveryAccessRole");
                    assertThat(one.actions()).containsExactly("kms:Sign", "kms:Verify");
                });
    }

    @Test
    void the_primary_delegate_alone_opens_the_index_and_nothing_else() {
        var opening =
                permissions(primary, "PrimaryAccessRole", "PrimaryDelegateRole")
                        .filter(one -> one.actions().contains("kms:Decrypt"))
                        .toList();

        assertThat(opening).hasSize(1);
        assertThat(opening.getFirst().role()).isEqualTo("PrimaryDelegateRole");
        assertThat(opening.getFirst().resources()).containsExactly("IndexKey.Arn");
        assertThat(opening.getFirst().condition())
                .hasToString(
                        "{\"StringEquals\":{\"kms:EncryptionContext:application\":\"Application\",\"kms:EncryptionContext:class\":\"index\"}}");
    }

    @Test
    void the_key_policies_say_the_same_as_the_roles() {
        assertThat(cryptography(recovery, "SealKey"))
                .containsExactly(
                        "kms:GenerateDataKey by primary-access, primary-delegate",
                        "kms:Decrypt by recovery-delegate",
                        "kms:Decrypt by recovery-access if"
                                + " {\"kms:EncryptionContext:class\":\"objects\"}");
        assertThat(cryptography(replica, "SealKeyReplica"))
                .containsExactly("kms:GenerateDataKey by primary-access, primary-delegate");
        assertThat(cryptography(primary, "SigningKey"))
                .isEqualTo(cryptography(primary, "SigningKeyB"))
                .containsExactly(
                        "kms:Sign by primary-access, primary-delegate if"
                                + " {\"kms:SigningAlgorithm\":\"ECDSA_SHA_256\"}");
        assertThat(cryptography(recovery, "PlanKey"))
                .containsExactly(
                        "kms:Sign, kms:Verify by recovery-access if"
                                + " {\"kms:SigningAlgorithm\":\"ECDSA_SHA_256\"}");
        assertThat(cryptography(primary, "IndexKey"))
                .containsExactly(
                        "kms:GenerateDataKey, kms:Decrypt by primary-delegate if"
                                + " {\"kms:EncryptionContext:application\":\"Application\",\"kms:EncryptionContext:class\":\"index\"}");
    }

    @Test
    void administering_a_key_gives_neither_its_use_nor_grants_on_it() {
        var administration =
                Stream.of(
                                recovery.statements("SealKey", "KeyPolicy"),
                                recovery.statements("PlanKey", "KeyPolicy"),
                                replica.statements("SealKeyReplica", "KeyPolicy"),
                                primary.statements("SigningKey", "KeyPolicy"),
                                primary.statements("SigningKeyB", "KeyPolicy"),
                                primary.statements("IndexKey", "KeyPolicy"))
                        .flatMap(statements -> statements)
                        .filter(one -> one.path("Condition").isMissingNode())
                        .flatMap(one -> AccessTemplate.texts(one.path("Action")).stream());

        assertThat(administration)
                .isNotEmpty()
                .doesNotContain(
                        "kms:CreateGrant",
                        "kms:Decrypt",
                        "kms:Encrypt",
                        "kms:GenerateDataKey",
                        "kms:ReEncryptFrom",
                        "kms:Sign")
                .noneMatch(action -> action.contains("*"));
    }

    @Test
    void the_publisher_moves_points_and_opens_none() {
        assertThat(services("PublisherRole")).containsExactly("s3");
        assertThat(writable(recovery, "PublisherRole"))
                .containsExactly(
                        OUTBOX_OF_THE_PRIMARY + "/outbox/*", STATE + "/accepted/*", VAULT + "/*");
        assertThat(readable(recovery, "PublisherRole"))
                .containsExactly(
                        OUTBOX_OF_THE_PRIMARY + "/outbox/*",
                        STATE + "/accepted/*",
                        STATE + "/expiry/*",
                        STATE + "/pins/*",
                        VAULT + "/*");
        assertThat(recovery.permissions("PublisherRole"))
                .filteredOn(one -> one.actions().contains("s3:PutObject"))
                .noneMatch(one -> one.resources().toString().contains(OUTBOX_OF_THE_PRIMARY));
    }

    @Test
    void the_expirer_bypasses_no_lock_and_sets_no_pin() {
        assertThat(services("ExpirerRole")).containsExactly("s3");
        assertThat(allPermissions().flatMap(one -> one.actions().stream()))
                .doesNotContain("s3:BypassGovernanceRetention");
        assertThat(allPermissions().filter(one -> one.actions().contains("s3:PutObjectRetention")))
                .as("only who puts a file says until when it is kept")
                .extracting(AccessTemplate.Permission::role)
                .containsExactly("PublisherRole");
        assertThat(writable(recovery, "ExpirerRole"))
                .containsExactly(
                        STATE + "/expiry/*",
                        STATE + "/expiry/*/protected/*",
                        VAULT + "/clusters/*");
    }

    @Test
    void the_recovery_roles_do_not_reach_the_primary() {
        assertThat(
                        permissions(
                                recovery,
                                "RecoveryAccessRole",
                                "RecoveryDelegateRole",
                                "ExpirerRole"))
                .allMatch(one -> !one.resources().toString().contains("${Primary"));
        assertThat(writable(recovery, "RecoveryDelegateRole"))
                .containsExactly(STATE + "/journals/*");
        assertThat(writable(recovery, "RecoveryAccessRole"))
                .containsExactly(SCRATCH + "/*", STATE + "/*");
    }

    @Test
    void the_recovery_delegate_creates_clusters_in_config_map_mode_only() {
        assertThat(recovery.permissions("RecoveryDelegateRole"))
                .filteredOn(one -> one.actions().contains("eks:CreateCluster"))
                .singleElement()
                .extracting(one -> one.condition().toString())
                .isEqualTo("{\"StringEquals\":{\"eks:authenticationMode\":\"CONFIG_MAP\"}}");
    }

    @Test
    void every_bucket_is_versioned_closed_and_reached_by_tls_only() {
        for (var template : List.of(recovery, primary)) {
            var buckets = template.idsOf("AWS::S3::Bucket");
            assertThat(buckets).isNotEmpty();
            for (var bucket : buckets) {
                var properties = template.resource(bucket);
                assertThat(properties.at("/VersioningConfiguration/Status").asString())
                        .isEqualTo("Enabled");
                assertThat(properties.path("PublicAccessBlockConfiguration"))
                        .as(bucket)
                        .hasSize(4)
                        .allMatch(setting -> setting.asBoolean());
                assertThat(template.statements(bucket + "Policy", "PolicyDocument"))
                        .as(bucket)
                        .filteredOn(one -> one.path("Sid").asString().equals("TlsOnly"))
                        .singleElement()
                        .satisfies(one -> {
                            assertThat(one.path("Effect").asString()).isEqualTo("Deny");
                            assertThat(one.path("Resource")).hasSize(2);
                            assertThat(one.path("Condition"))
                                    .hasToString("{\"Bool\":{\"aws:SecureTransport\":\"false\"}}");
                        });
            }
        }
    }

    @Test
    void what_a_recovery_needs_survives_the_deletion_of_its_stack() {
        for (var id : List.of("SealKey", "VaultBucket", "StateBucket")) {
            assertThat(recovery.root().at("/Resources/" + id + "/DeletionPolicy").asString())
                    .as(id)
                    .isEqualTo("Retain");
        }
    }

    @Test
    void the_signing_key_has_two_slots_that_differ_in_nothing_and_outlive_each_other() {
        var one = primary.root().at("/Resources/SigningKey");
        var other = primary.root().at("/Resources/SigningKeyB");

        assertThat(one.get("Properties")).isEqualTo(other.get("Properties"));
        assertThat(one.get("Condition").asString()).isEqualTo("SlotA");
        assertThat(other.get("Condition").asString()).isEqualTo("SlotB");
        for (var slot : List.of(one, other)) {
            assertThat(slot.get("DeletionPolicy").asString()).isEqualTo("Retain");
            assertThat(slot.get("UpdateReplacePolicy").asString()).isEqualTo("Retain");
        }
    }

    @Test
    void outputs_carry_the_names_that_programs_ask_for() {
        assertThat(recovery.root().path("Outputs").propertyNames())
                .contains(
                        "VaultBucket",
                        "StateBucket",
                        "ScratchBucket",
                        "SealKeyArn",
                        "SealKeyId",
                        "PlanKeyArn",
                        "PublisherRoleArn",
                        "ExpirerRoleArn",
                        "RecoveryAccessRoleArn",
                        "RecoveryDelegateRoleArn",
                        "ExternalId");
        assertThat(replica.root().path("Outputs").propertyNames()).contains("SealKeyArn");
        assertThat(primary.root().path("Outputs").propertyNames())
                .contains(
                        "ScratchBucket",
                        "SigningKeyArn",
                        "IndexKeyArn",
                        "PrimaryAccessRoleArn",
                        "PrimaryDelegateRoleArn",
                        "ExternalId");
    }

    private Stream<Permission> allPermissions() {
        return Stream.concat(
                permissions(recovery, recovery.idsOf("AWS::IAM::Role").toArray(String[]::new)),
                permissions(primary, primary.idsOf("AWS::IAM::Role").toArray(String[]::new)));
    }

    private static Stream<Permission> permissions(AccessTemplate template, String... roles) {
        return Stream.of(roles).flatMap(role -> template.permissions(role).stream());
    }

    private Set<String> services(String role) {
        return recovery.permissions(role).stream()
                .flatMap(one -> one.actions().stream())
                .map(action -> action.substring(0, action.indexOf(':')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> writable(AccessTemplate template, String role) {
        return objects(template, role, action -> !action.startsWith("s3:Get"));
    }

    private static Set<String> readable(AccessTemplate template, String role) {
        return objects(template, role, "s3:GetObject"::equals);
    }

    private static Set<String> objects(
            AccessTemplate template, String role, Predicate<String> actions) {
        return template.permissions(role).stream()
                .filter(one -> one.actions().stream().anyMatch(S3_OBJECTS.and(actions)))
                .flatMap(one -> one.resources().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static final Predicate<String> S3_OBJECTS =
            action -> action.startsWith("s3:") && !action.startsWith("s3:List");

    private boolean reads(String action) {
        var verb = action.substring(action.indexOf(':') + 1);
        return verb.startsWith("Describe") || verb.startsWith("List") || verb.startsWith("Get");
    }

    private static <T> Predicate<T> not(Predicate<T> condition) {
        return condition.negate();
    }

    private static List<String> cryptography(AccessTemplate template, String key) {
        return template.statements(key, "KeyPolicy")
                .filter(one -> !one.path("Condition").isMissingNode())
                .map(one -> {
                    var condition = one.path("Condition");
                    var roles =
                            AccessTemplate.texts(
                                            condition.path("ArnEquals").path("aws:PrincipalArn"))
                                    .stream()
                                    .map(arn -> arn.substring(arn.lastIndexOf("}-") + 2))
                                    .collect(Collectors.joining(", "));
                    var further = condition.path("StringEquals");
                    return String.join(", ", AccessTemplate.texts(one.path("Action")))
                            + " by "
                            + roles
                            + (further.isMissingNode() ? "" : " if " + further);
                })
                .toList();
    }
}
