package io.sistership.aws;

import io.sistership.vault.StoredVersion;
import io.sistership.vault.VersionLock;
import io.sistership.vault.Versions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/// A bucket with versions, as the expirer sees it. Thread-safe.
///
/// A `DeleteObject` without a version only puts a marker; with one it deletes for good (S3 User
/// Guide, "Deleting object versions from a versioning-enabled bucket").
public final class S3Versions implements Versions {

    private final S3Client s3;
    private final String bucket;
    private final boolean lockable;

    /// @param lockable whether the bucket has Object Lock; asking others for locks is an error
    public S3Versions(AwsSession session, String bucket, boolean lockable) {
        this.s3 = session.s3();
        this.bucket = bucket;
        this.lockable = lockable;
    }

    @Override
    public List<StoredVersion> versions(String prefix) {
        return AwsErrors.calling(
                "s3:ListObjectVersions s3://" + bucket + "/" + prefix,
                () -> {
                    var found = new ArrayList<StoredVersion>();
                    for (var page :
                            s3.listObjectVersionsPaginator(
                                    request -> request.bucket(bucket).prefix(prefix))) {
                        page.versions().forEach(version -> found.add(stored(version)));
                        page.deleteMarkers().forEach(marker -> found.add(stored(marker)));
                    }
                    found.sort(
                            Comparator.comparing(StoredVersion::key)
                                    .thenComparing(StoredVersion::latest, Comparator.reverseOrder())
                                    .thenComparing(
                                            StoredVersion::written, Comparator.reverseOrder()));
                    return List.copyOf(found);
                });
    }

    @Override
    public Optional<VersionLock> delete(StoredVersion version) {
        try {
            s3.deleteObject(request ->
                    request.bucket(bucket).key(version.key()).versionId(version.version()));
            return Optional.empty();
        } catch (SdkException e) {
            var failure = AwsErrors.of(call("DeleteObject", version), e);
            // A lock and a missing permission have the same code: AccessDenied.
            if (!lockable || failure.problem() != AwsProblem.DENIED) {
                throw failure;
            }
            return Optional.of(lockOr(version, failure));
        }
    }

    @Override
    public boolean lockable() {
        return lockable;
    }

    @Override
    public VersionLock lock(StoredVersion version) {
        var retention =
                ifConfigured(
                        "GetObjectRetention",
                        version,
                        () ->
                                s3.getObjectRetention(request ->
                                                request.bucket(bucket)
                                                        .key(version.key())
                                                        .versionId(version.version()))
                                        .retention()
                                        .retainUntilDate());
        var hold =
                ifConfigured(
                        "GetObjectLegalHold",
                        version,
                        () ->
                                s3.getObjectLegalHold(request ->
                                                request.bucket(bucket)
                                                        .key(version.key())
                                                        .versionId(version.version()))
                                        .legalHold()
                                        .status());
        return new VersionLock(retention, hold.equals(Optional.of(ObjectLockLegalHoldStatus.ON)));
    }

    @Override
    public void hold(StoredVersion version, boolean held) {
        var status = held ? ObjectLockLegalHoldStatus.ON : ObjectLockLegalHoldStatus.OFF;
        AwsErrors.calling(
                call("PutObjectLegalHold", version),
                () ->
                        s3.putObjectLegalHold(request ->
                                request.bucket(bucket)
                                        .key(version.key())
                                        .versionId(version.version())
                                        .legalHold(hold -> hold.status(status))));
    }

    private VersionLock lockOr(StoredVersion version, AwsException failure) {
        var lock = lock(version);
        if (lock.equals(VersionLock.NONE)) {
            throw failure;
        }
        return lock;
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask();
    }

    /// S3 answers 404 `NoSuchObjectLockConfiguration` where an object has none.
    private <T> Optional<T> ifConfigured(
            String operation, StoredVersion version, Question<T> question) {
        try {
            return Optional.ofNullable(question.ask());
        } catch (SdkException e) {
            if (AwsErrors.problem(e) == AwsProblem.NOT_FOUND) {
                return Optional.empty();
            }
            throw AwsErrors.of(call(operation, version), e);
        }
    }

    private String call(String operation, StoredVersion version) {
        return "s3:%s s3://%s/%s (version %s)"
                .formatted(operation, bucket, version.key(), version.version());
    }

    private static StoredVersion stored(ObjectVersion version) {
        return new StoredVersion(
                version.key(),
                version.versionId(),
                version.size(),
                version.lastModified(),
                version.isLatest(),
                false);
    }

    private static StoredVersion stored(DeleteMarkerEntry marker) {
        return new StoredVersion(
                marker.key(),
                marker.versionId(),
                0,
                marker.lastModified(),
                marker.isLatest(),
                true);
    }
}
