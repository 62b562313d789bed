package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.aws.AwsSession;
import io.sistership.model.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/// A Secret's value is readable in the two clusters' own stores and nowhere else. ([CanaryTest]: the
/// search finds a planted one; [TemporaryFilesRigTest]: the process's temporary files.)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecrecyRoadTest {

    private static final Canary CANARY = new Canary(Shop.SECRET);

    private Road road;

    @BeforeAll
    void go() {
        road = Road.shared();
        road.ship().run("plan", "--full", "--save", "plan.json").exits(0);
        road.ship().run("verify", "--full");
    }

    @Test
    void a_planted_secret_came_along() {
        var value =
                road.recoveryCluster()
                        .run(
                                "-n",
                                "shop",
                                "get",
                                "secret",
                                "payments",
                                "-o",
                                "jsonpath={.data.api-key}")
                        .ok();

        assertThat(value)
                .isEqualTo(Base64.getEncoder().encodeToString(Shop.SECRET.getBytes(UTF_8)));
    }

    @Test
    void a_planted_secret_is_in_no_file_and_no_log() throws IOException {
        var files = files(road.world().rig().state());

        assertThat(files).contains(road.ship().directory().resolve("plan.json"));
        assertThat(files).hasSizeGreaterThan(20);
        for (var file : files) {
            assertThat(CANARY.in(Files.readAllBytes(file))).as(file.toString()).isFalse();
        }
    }

    @Test
    void a_planted_secret_is_in_no_bucket() {
        var application = road.application();

        assertThat(versionsIn(application.recovery())).isGreaterThan(40);
        assertThat(versionsIn(application.primary())).isGreaterThan(40);
    }

    @Test
    void a_planted_secret_is_in_nothing_that_was_printed() {
        assertThat(road.ship().runs()).hasSizeGreaterThan(5);
        for (var run : road.ship().runs()) {
            assertThat(CANARY.in(run.out() + run.err())).isFalse();
        }
        assertThat(CANARY.in(road.recovery().toString())).isFalse();
    }

    /// Every file but the stores of the clusters.
    private static List<Path> files(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/etcd/"))
                    .toList();
        }
    }

    /// Looks through every version of everything in the account's buckets.
    private static int versionsIn(Environment environment) {
        int versions = 0;
        try (var session = AwsSession.profile(environment);
                var s3 = session.s3()) {
            for (var bucket : s3.listBuckets().buckets()) {
                if (bucket.name().startsWith("sistership-road-")) {
                    versions += versionsIn(s3, bucket.name());
                }
            }
        }
        return versions;
    }

    private static int versionsIn(S3Client s3, String bucket) {
        var versions = s3.listObjectVersionsPaginator(request -> request.bucket(bucket)).versions();
        int seen = 0;
        for (var version : versions) {
            assertThat(CANARY.in(content(s3, bucket, version))).as(version.key()).isFalse();
            seen++;
        }
        return seen;
    }

    private static byte[] content(S3Client s3, String bucket, ObjectVersion version) {
        try (var in =
                s3.getObject(request ->
                        request.bucket(bucket).key(version.key()).versionId(version.versionId()))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
