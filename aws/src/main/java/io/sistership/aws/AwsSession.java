package io.sistership.aws;

import io.sistership.model.AccountId;
import io.sistership.model.Arn;
import io.sistership.model.Environment;
import io.sistership.model.FailureKind;
import io.sistership.model.Region;
import io.sistership.model.SistershipException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/// One identity in one region, and the clients that act as it. Thread-safe.
///
/// Credentials are renewed by themselves. A session that assumed a role shares connections and call
/// counts with the one it came from; closing that one ends both.
public final class AwsSession implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final Wiring wiring;
    private final Region region;
    private final AwsCredentialsProvider credentials;

    private AwsSession(Wiring wiring, Region region, AwsCredentialsProvider credentials) {
        this.wiring = wiring;
        this.region = region;
        this.credentials = credentials;
    }

    /// What sessions share.
    private record Wiring(
            SdkHttpClient http, AwsCallCounts counts, Optional<URI> endpoint, boolean pathStyle) {}

    /// The identity that an environment's profile gives; without a profile, the SDK's default chain.
    public static AwsSession profile(Environment environment) {
        var profile = environment.profile();
        var credentials =
                profile.<AwsCredentialsProvider>map(ProfileCredentialsProvider::create)
                        .orElseGet(() -> DefaultCredentialsProvider.builder().build());
        var wiring =
                new Wiring(
                        connections(),
                        new AwsCallCounts(),
                        Optional.empty(),
                        EndpointOverride.ofS3(profile));
        return new AwsSession(wiring, environment.region(), credentials);
    }

    /// An identity at an endpoint of one's own, for tests.
    static AwsSession at(URI endpoint, Region region, AwsCredentialsProvider credentials) {
        return new AwsSession(
                new Wiring(connections(), new AwsCallCounts(), Optional.of(endpoint), true),
                region,
                credentials);
    }

    /// The same identity in another region.
    public AwsSession in(Region other) {
        return new AwsSession(wiring, other, credentials);
    }

    /// Takes on a role, now: a refusal is this call's failure and not a later one's.
    ///
    /// @param sessionName how AWS's logs call the session
    public AwsSession assume(Arn role, String externalId, String sessionName) {
        var provider =
                StsAssumeRoleCredentialsProvider.builder()
                        .stsClient(sts())
                        .refreshRequest(request ->
                                request.roleArn(role.toString())
                                        .externalId(externalId)
                                        .roleSessionName(sessionName))
                        .build();
        AwsErrors.calling("sts:AssumeRole " + role, provider::resolveCredentials);
        return new AwsSession(wiring, region, provider);
    }

    /// Refuses credentials of another account than the configuration names.
    public void requireAccount(AccountId expected) {
        var caller = AwsErrors.calling("sts:GetCallerIdentity", () -> callerOf(sts()));
        if (!caller.account().equals(expected.value())) {
            throw new SistershipException(
                    FailureKind.ACCESS,
                    "wrong-account",
                    "the credentials are %s, not of account %s".formatted(caller, expected),
                    "Check account and profile in sistership.yaml.");
        }
    }

    private static Arn callerOf(StsClient sts) {
        try (sts) {
            return Arn.parse(sts.getCallerIdentity().arn());
        }
    }

    public AwsCredentialsProvider credentials() {
        return credentials;
    }

    public Region region() {
        return region;
    }

    /// The region as the SDK knows it.
    public software.amazon.awssdk.regions.Region sdkRegion() {
        return software.amazon.awssdk.regions.Region.of(region.value());
    }

    /// The connections that all clients of the session share.
    public SdkHttpClient http() {
        return wiring.http();
    }

    /// What was called so far, by this session and those that it shares connections with.
    public AwsCallCounts calls() {
        return wiring.counts();
    }

    public S3Client s3() {
        return configured(S3Client.builder().forcePathStyle(wiring.pathStyle())).build();
    }

    public KmsClient kms() {
        return configured(KmsClient.builder()).build();
    }

    public StsClient sts() {
        return configured(StsClient.builder()).build();
    }

    /// Sets identity, region, connections, retries and counting of any client's builder.
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
            B builder) {
        wiring.endpoint().ifPresent(builder::endpointOverride);
        return builder.httpClient(wiring.http())
                .credentialsProvider(credentials)
                .region(sdkRegion())
                .overrideConfiguration(override ->
                        override.retryStrategy(RetryMode.STANDARD)
                                .addExecutionInterceptor(wiring.counts()));
    }

    @Override
    public void close() {
        wiring.http().close();
    }

    private static SdkHttpClient connections() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(SILENCE)
                .build();
    }
}
