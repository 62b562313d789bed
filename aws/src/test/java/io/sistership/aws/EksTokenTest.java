package io.sistership.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.Region;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// Tokens that EKS's authenticator would take: checked as STS checks a presigned request.
class EksTokenTest {

    private static final Instant START = Instant.parse("2026-11-23T09:43:05Z");

    private Instant now = START;
    private AwsCredentials credentials =
            AwsSessionCredentials.create("ASIAKEY", "secret", "session/token+=");
    private final AwsSession session =
            AwsSession.at(
                    URI.create("http://127.0.0.1:1"), new Region("us-east-1"), () -> credentials);
    private final EksToken tokens = new EksToken(session, "shop", () -> now);

    @Test
    void is_a_presigned_request_to_the_regions_own_sts_whatever_the_endpoint() {
        var url = url(tokens.token());

        assertThat(url.getScheme() + "://" + url.getHost() + url.getPath())
                .isEqualTo("https://sts.us-east-1.amazonaws.com/");
        assertThat(url.getRawQuery().split("&", -1))
                .contains(
                        "Action=GetCallerIdentity",
                        "Version=2011-06-15",
                        "X-Amz-Expires=60",
                        "X-Amz-Date=20261123T094305Z",
                        "X-Amz-SignedHeaders=host%3Bx-k8s-aws-id",
                        "X-Amz-Credential=ASIAKEY%2F20261123%2Fus-east-1%2Fsts%2Faws4_request",
                        "X-Amz-Security-Token=session%2Ftoken%2B%3D");
    }

    @Test
    void is_signed_for_its_cluster_only() throws GeneralSecurityException {
        var url = url(tokens.token());

        assertThat(parameter(url, "X-Amz-Signature")).isEqualTo(signature(url, "shop"));
        assertThat(parameter(url, "X-Amz-Signature")).isNotEqualTo(signature(url, "other"));
    }

    @Test
    void is_kept_for_ten_minutes_and_then_made_anew() {
        var first = tokens.token();

        now = START.plus(Duration.ofSeconds(599));
        assertThat(tokens.token()).isEqualTo(first);
        now = START.plus(Duration.ofMinutes(10));
        assertThat(tokens.token()).isNotEqualTo(first);
    }

    @Test
    void ends_with_the_credentials_that_signed_it() {
        credentials =
                AwsSessionCredentials.builder()
                        .accessKeyId("ASIAKEY")
                        .secretAccessKey("secret")
                        .sessionToken("t")
                        .expirationTime(START.plus(Duration.ofSeconds(30)))
                        .build();
        var first = tokens.token();

        now = START.plus(Duration.ofSeconds(30));

        assertThat(tokens.token()).isNotEqualTo(first);
    }

    @Test
    void a_refused_token_is_not_given_again() {
        var first = tokens.token();
        now = START.plus(Duration.ofSeconds(1));

        tokens.rejected("some older one");
        assertThat(tokens.token()).isEqualTo(first);
        tokens.rejected(first);
        assertThat(tokens.token()).isNotEqualTo(first);
    }

    private static URI url(String token) {
        assertThat(token).startsWith("k8s-aws-v1.").doesNotContain("=");
        var encoded = token.substring("k8s-aws-v1.".length());
        return URI.create(
                new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8));
    }

    private static String parameter(URI url, String name) {
        for (var pair : url.getRawQuery().split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1);
            }
        }
        throw new AssertionError(name);
    }

    /// SigV4 worked out anew from the IAM User Guide's "Create a signed AWS API request".
    private static String signature(URI url, String cluster) throws GeneralSecurityException {
        var pairs = new ArrayList<>(List.of(url.getRawQuery().split("&", -1)));
        pairs.removeIf(pair -> pair.startsWith("X-Amz-Signature="));
        pairs.sort(null);
        var canonical =
                String.join(
                        "\n",
                        "GET",
                        "/",
                        String.join("&", pairs),
                        "host:" + url.getHost(),
                        "x-k8s-aws-id:" + cluster,
                        "",
                        "host;x-k8s-aws-id",
                        hash(""));
        var toSign =
                String.join(
                        "\n",
                        "AWS4-HMAC-SHA256",
                        "20261123T094305Z",
                        "20261123/us-east-1/sts/aws4_request",
                        hash(canonical));
        var key = "AWS4secret".getBytes(StandardCharsets.UTF_8);
        for (var part : List.of("20261123", "us-east-1", "sts", "aws4_request")) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static String hash(String text) {
        return io.sistership.model.Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
