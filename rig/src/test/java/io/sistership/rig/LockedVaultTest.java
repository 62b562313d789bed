package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sistership.aws.AwsSession;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectLockRetention;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.S3Exception;
import tools.jackson.databind.JsonNode;

/// A vault under Object Lock in compliance mode: the whole road works, every key is written once, and
/// nothing goes before its time, whoever asks.
///
/// Hard case 47; https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
class LockedVaultTest {

    /// A month counts 31 days, and a week comes on top.
    private static final Duration RETENTION = Duration.ofDays(31 + 7);

    @TempDir private static Path directory;
    private static Kept kept;
    private static AwsSession recovery;
    private static S3Client s3;

    @BeforeAll
    static void deploy() {
        kept =
                Kept.application(
                        directory,
                        "locked",
                        "{hourly: 0, daily: 0, monthly: 1}",
                        "ObjectLock=Compliance");
        recovery = AwsSession.profile(kept.application().recovery());
        s3 = recovery.s3();
    }

    @AfterAll
    static void close() {
        recovery.close();
    }

    @Test
    void a_vault_in_compliance_mode_works_and_lets_nothing_go() {
        var first = kept.capture();
        kept.kubectl().run("create", "configmap", "between", "--from-literal=a=b").ok();
        var second = kept.capture();

        var versions = kept.versions();
        everyKeyWasWrittenOnce(versions);
        versions.get("Versions").forEach(LockedVaultTest::isLockedForTheLongestTierAndAWeek);

        var expire = kept.ship().json("points", "expire", "--apply").exits(0);
        assertThat(expire.result().at("/clusters/0/expired")).isEmpty();
        assertThat(locked(expire.result()))
                .containsExactly(
                        "clusters/kept/points/" + first + "/manifest.dsse " + until(first));
        assertThat(kept.ship().run("points", "expire").exits(0).out())
                .contains("1 expired, locked still")
                .contains(until(first) + "  clusters/kept/points/" + first + "/manifest.dsse");
        assertThat(kept.points())
                .extracting(
                        point -> point.get("point").asString(),
                        point -> point.get("expires").asString().isEmpty())
                .containsExactly(tuple(second, true), tuple(first, false));
        assertThat(kept.versions()).isEqualTo(versions);

        protects(first);
        kept.ship().run("plan").exits(0);
        kept.ship().run("plan", "--point", first).exits(0);
        notEvenAnAdministratorDeletes(kept.versions());
        kept.requireSound();
        everyKeyWasWrittenOnce(kept.versions());
    }

    /// No permission lets go what is locked in compliance mode.
    private static void notEvenAnAdministratorDeletes(JsonNode versions) {
        for (var version : versions.get("Versions")) {
            assertThatThrownBy(() ->
                            s3.deleteObject(request ->
                                    request.bucket(kept.vaultName())
                                            .key(version.get("Key").asString())
                                            .versionId(version.get("VersionId").asString())))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            e ->
                                    assertThat(e.awsErrorDetails().errorCode())
                                            .isEqualTo("AccessDenied"));
        }
    }

    private static void protects(String point) {
        var report = kept.ship().json("points", "protect", point).exits(0).result();
        var files = files(point);
        assertThat(report.get("holds").asInt()).isEqualTo(files.size());
        assertThat(files).allSatisfy(key -> assertThat(hold(key)).isEqualTo("ON"));

        kept.ship().run("points", "unprotect", point).exits(0);
        assertThat(files).allSatisfy(key -> assertThat(hold(key)).isEqualTo("OFF"));
    }

    /// All that the point lists, by its manifest's own text.
    private static List<String> files(String point) {
        var prefix = "clusters/kept/";
        var folder = prefix + "points/" + point + "/";
        var manifest =
                s3.getObjectAsBytes(request ->
                                request.bucket(kept.vaultName()).key(folder + "manifest.json"))
                        .asUtf8String();
        var files = new ArrayList<>(List.of(folder + "manifest.json", folder + "manifest.dsse"));
        for (var version : kept.versions().get("Versions")) {
            var key = version.get("Key").asString();
            var name = key.substring(key.lastIndexOf('/') + 1);
            if (key.contains("/segments/") && manifest.contains('"' + name + '"')) {
                files.add(key);
            }
        }
        return files;
    }

    private static String hold(String key) {
        return s3.getObjectLegalHold(request -> request.bucket(kept.vaultName()).key(key))
                .legalHold()
                .statusAsString();
    }

    private static void everyKeyWasWrittenOnce(JsonNode versions) {
        assertThat(versions.has("DeleteMarkers")).isFalse();
        assertThat(versions.get("Versions").valueStream().map(each -> each.get("Key").asString()))
                .isNotEmpty()
                .doesNotHaveDuplicates();
    }

    private static void isLockedForTheLongestTierAndAWeek(JsonNode version) {
        var retention = retention(version.get("Key").asString());
        assertThat(retention.mode()).isEqualTo(ObjectLockRetentionMode.COMPLIANCE);
        var put = Instant.parse(version.get("LastModified").asString().replace("+00:00", "Z"));
        assertThat(Duration.between(put.plus(RETENTION), retention.retainUntilDate()).abs())
                .isLessThan(Duration.ofMinutes(1));
    }

    private static ObjectLockRetention retention(String key) {
        return s3.getObjectRetention(request -> request.bucket(kept.vaultName()).key(key))
                .retention();
    }

    private static String until(String point) {
        var envelope = "clusters/kept/points/" + point + "/manifest.dsse";
        return retention(envelope).retainUntilDate().toString();
    }

    private static List<String> locked(JsonNode result) {
        return result.at("/clusters/0/locked")
                .valueStream()
                .map(each -> each.get("file").asString() + " " + each.get("until").asString())
                .toList();
    }
}
