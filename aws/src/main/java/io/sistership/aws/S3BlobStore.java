package io.sistership.aws;

import io.sistership.vault.Blob;
import io.sistership.vault.BlobConflictException;
import io.sistership.vault.BlobNotFoundException;
import io.sistership.vault.BlobStore;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/// A bucket as a store. Thread-safe.
///
/// Source: S3 User Guide, "How to prevent object overwrites with conditional writes".
public final class S3BlobStore implements BlobStore {

    /// Marks each write, so that after a lost answer and the SDK's own retry our write isn't taken
    /// for somebody else's.
    private static final String WRITE = "sistership-write";

    private static final int CONFLICT_ATTEMPTS = 4;

    private final S3Client s3;
    private final String bucket;
    private final Optional<PutLock> lock;

    public S3BlobStore(AwsSession session, String bucket) {
        this(session, bucket, Optional.empty());
    }

    /// @param lock how everything that is put is locked; for buckets with Object Lock
    public S3BlobStore(AwsSession session, String bucket, Optional<PutLock> lock) {
        this.s3 = session.s3();
        this.bucket = bucket;
        this.lock = lock;
    }

    @Override
    public InputStream get(String key) {
        try {
            return s3.getObject(request -> request.bucket(bucket).key(key));
        } catch (SdkException e) {
            throw missing(e)
                    ? new BlobNotFoundException(describe(), key, e)
                    : failed("GetObject", key, e);
        }
    }

    @Override
    public Optional<Blob> head(String key) {
        try {
            var head = s3.headObject(request -> request.bucket(bucket).key(key));
            return Optional.of(new Blob(key, head.contentLength(), head.eTag()));
        } catch (SdkException e) {
            if (missing(e)) {
                return Optional.empty();
            }
            throw failed("HeadObject", key, e);
        }
    }

    @Override
    public String putNew(String key, byte[] content) {
        return putIf(key, content, request -> request.ifNoneMatch("*"));
    }

    @Override
    public String replace(String key, byte[] content, String expectedTag) {
        return putIf(key, content, request -> request.ifMatch(expectedTag));
    }

    @Override
    public String put(String key, byte[] content) {
        return calling(
                "PutObject",
                key,
                () ->
                        s3.putObject(
                                        request ->
                                                request.bucket(bucket)
                                                        .key(key)
                                                        .applyMutation(this::locking),
                                        RequestBody.fromBytes(content))
                                .eTag());
    }

    @Override
    public List<Blob> list(String prefix) {
        return calling(
                "ListObjectsV2",
                prefix,
                () ->
                        s3
                                .listObjectsV2Paginator(
                                        request -> request.bucket(bucket).prefix(prefix))
                                .contents()
                                .stream()
                                .map(object -> new Blob(object.key(), object.size(), object.eTag()))
                                .toList());
    }

    @Override
    public void delete(String key) {
        calling(
                "DeleteObject",
                key,
                () -> s3.deleteObject(request -> request.bucket(bucket).key(key)));
    }

    @Override
    public String describe() {
        return "s3://" + bucket;
    }

    private String putIf(String key, byte[] content, Consumer<PutObjectRequest.Builder> condition) {
        var write = UUID.randomUUID().toString();
        var request =
                PutObjectRequest.builder()
                        .bucket(bucket)
                        .key(key)
                        .metadata(Map.of(WRITE, write))
                        .applyMutation(condition)
                        .applyMutation(this::locking)
                        .build();
        for (int attempt = 1; ; attempt++) {
            try {
                return s3.putObject(request, RequestBody.fromBytes(content)).eTag();
            } catch (SdkException e) {
                // 409: two conditional writes met; S3 asks to send the request again.
                if (AwsErrors.isConcurrentWrite(e) && attempt < CONFLICT_ATTEMPTS) {
                    continue;
                }
                return ownWrite(key, write, e);
            }
        }
    }

    private void locking(PutObjectRequest.Builder request) {
        lock.ifPresent(each -> each.apply(request));
    }

    private String ownWrite(String key, String write, SdkException failure) {
        var problem = AwsErrors.problem(failure);
        // 404: what was to be replaced is gone.
        if (problem != AwsProblem.PRECONDITION && !missing(failure)) {
            throw failed("PutObject", key, failure);
        }
        try {
            var head = s3.headObject(request -> request.bucket(bucket).key(key));
            if (write.equals(head.metadata().get(WRITE))) {
                return head.eTag();
            }
        } catch (SdkException e) {
            failure.addSuppressed(e);
        }
        throw new BlobConflictException(describe(), key, failure);
    }

    private <T> T calling(String operation, String key, Supplier<T> call) {
        return AwsErrors.calling("s3:" + operation + " " + describe() + "/" + key, call);
    }

    private AwsException failed(String operation, String key, SdkException failure) {
        return AwsErrors.of("s3:" + operation + " " + describe() + "/" + key, failure);
    }

    private static boolean missing(SdkException failure) {
        return AwsErrors.problem(failure) == AwsProblem.NOT_FOUND;
    }
}
