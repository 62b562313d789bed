package io.sistership.aws;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.services.sts.StsClient;

/// Makes the bearer tokens by which EKS control planes know an AWS identity: a presigned
/// `sts:GetCallerIdentity` that names the cluster in a signed header. Making one asks nobody.
/// Thread-safe.
///
/// It is always the region's own STS that is named, whatever endpoint the AWS SDK is told to use:
/// EKS sends the request itself and accepts STS's hosts only.
/// Source: github.com/kubernetes-sigs/aws-iam-authenticator, "API Authorization from Outside a
/// Cluster".
public final class EksToken {

    private static final String PREFIX = "k8s-aws-v1.";
    private static final String CLUSTER = "x-k8s-aws-id";

    /// The signature's own validity; EKS takes tokens until 15 minutes after signing.
    private static final Duration VALIDITY = Duration.ofSeconds(60);

    private static final Duration KEPT = Duration.ofMinutes(10);

    private final AwsSession session;
    private final String cluster;
    private final InstantSource clock;
    private @Nullable Made made;

    /// @param cluster the cluster's name
    public EksToken(AwsSession session, String cluster, InstantSource clock) {
        this.session = session;
        this.cluster = cluster;
        this.clock = clock;
    }

    private record Made(String token, Instant until) {
        @Override
        public String toString() {
            return "(token until " + until + ")";
        }
    }

    /// A token that is good for some minutes more.
    public synchronized String token() {
        var current = made;
        if (current == null || !clock.instant().isBefore(current.until())) {
            current = make();
            made = current;
        }
        return current.token();
    }

    /// The server refused this token: the next one will be new.
    public synchronized void rejected(String token) {
        if (made != null && made.token().equals(token)) {
            made = null;
        }
    }

    private Made make() {
        var credentials =
                AwsErrors.calling(
                        "credentials for cluster " + cluster,
                        () -> session.credentials().resolveCredentials());
        var now = clock.instant();
        var url = presign(credentials, now).toString();
        var token =
                PREFIX
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(url.getBytes(StandardCharsets.UTF_8));
        return new Made(token, keepUntil(credentials, now));
    }

    /// A token ends with the credentials that signed it.
    private static Instant keepUntil(AwsCredentials credentials, Instant now) {
        var latest = now.plus(KEPT);
        return credentials.expirationTime().filter(end -> end.isBefore(latest)).orElse(latest);
    }

    private URI presign(AwsCredentials credentials, Instant now) {
        var signed =
                AwsV4HttpSigner.create()
                        .sign(sign ->
                                sign.identity(credentials)
                                        .request(request())
                                        .putProperty(
                                                AwsV4HttpSigner.AUTH_LOCATION,
                                                AuthLocation.QUERY_STRING)
                                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, VALIDITY)
                                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sts")
                                        .putProperty(
                                                AwsV4HttpSigner.REGION_NAME,
                                                session.region().value())
                                        .putProperty(
                                                HttpSigner.SIGNING_CLOCK,
                                                Clock.fixed(now, ZoneOffset.UTC)));
        return signed.request().getUri();
    }

    private SdkHttpRequest request() {
        var sts = StsClient.serviceMetadata().endpointFor(session.sdkRegion());
        return SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .protocol("https")
                .host(sts.toString())
                .encodedPath("/")
                .putRawQueryParameter("Action", "GetCallerIdentity")
                .putRawQueryParameter("Version", "2011-06-15")
                .putHeader(CLUSTER, cluster)
                .build();
    }
}
