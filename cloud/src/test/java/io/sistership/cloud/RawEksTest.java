package io.sistership.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.aws.AwsException;
import io.sistership.aws.AwsProblem;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eks.EksClient;

class RawEksTest {

    private FakeEndpoint endpoint;
    private SdkEks eks;

    @BeforeEach
    void start() throws IOException {
        endpoint = new FakeEndpoint();
        eks =
                new SdkEks(
                        EksClient.builder()
                                .endpointOverride(endpoint.uri())
                                .region(Region.US_EAST_1)
                                .credentialsProvider(
                                        StaticCredentialsProvider.create(
                                                AwsBasicCredentials.create("AKIDEXAMPLE", "none")))
                                .httpClient(UrlConnectionHttpClient.create())
                                .overrideConfiguration(
                                        c -> c.addExecutionInterceptor(new RawExchange()))
                                .build());
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void a_description_is_the_response_as_it_came_members_unknown_to_the_sdk_included() {
        var body =
                """
                {"cluster" : {"name":"shop", "kubeSchedulerConfig":{"profile":"x"}, "createdAt":1.7951E9,
                 "kubernetesNetworkConfig":{"serviceIpv4Cidr":"10.100.0.0\\/16"}}}\
                """;
        endpoint.answers(200, body);

        assertThat(eks.cluster("shop")).asString(UTF_8).isEqualTo(body);
        assertThat(endpoint.lines()).containsExactly("GET /clusters/shop");
    }

    @Test
    void a_create_request_is_sent_as_it_is_and_signed() {
        endpoint.answers(200, "{\"cluster\":{\"name\":\"shop\"}}");
        var request =
                "{\"name\":\"shop\",\"kubeSchedulerConfig\":{\"profile\":\"x\"},\"version\":\"1.36\"}";

        var response = eks.createCluster(request.getBytes(UTF_8));

        assertThat(response).asString(UTF_8).isEqualTo("{\"cluster\":{\"name\":\"shop\"}}");
        var asked = endpoint.asked(0);
        assertThat(asked.line()).isEqualTo("POST /clusters");
        assertThat(asked.body()).isEqualTo(request);
        assertThat(asked.contentLength()).isEqualTo(Integer.toString(request.length()));
        assertThat(asked.authorization())
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
                .contains("/us-east-1/eks/aws4_request");
    }

    @Test
    void a_principal_stands_encoded_in_the_path() {
        endpoint.answers(200, "{}");

        eks.associateAccessPolicy(
                "shop",
                "arn:aws:iam::222222222222:role/a/b",
                "{\"policyArn\":\"p\"}".getBytes(UTF_8));

        assertThat(endpoint.lines())
                .containsExactly(
                        "POST /clusters/shop/access-entries/"
                                + "arn%3Aaws%3Aiam%3A%3A222222222222%3Arole%2Fa%2Fb/access-policies");
    }

    @Test
    void a_retried_call_hands_out_the_answer_that_counts() {
        endpoint.answers(503, "{\"message\":\"later\"}");
        endpoint.answers(200, "{\"nodegroup\":{\"nodegroupName\":\"ng\"}}");

        assertThat(eks.describe(EksKind.NODEGROUP, "shop", "ng"))
                .asString(UTF_8)
                .isEqualTo("{\"nodegroup\":{\"nodegroupName\":\"ng\"}}");
        assertThat(endpoint.lines())
                .containsExactly(
                        "GET /clusters/shop/node-groups/ng", "GET /clusters/shop/node-groups/ng");
    }

    @Test
    void lists_follow_their_pages() {
        endpoint.answers(200, "{\"clusters\":[\"a\",\"b\"],\"nextToken\":\"t\"}");
        endpoint.answers(200, "{\"clusters\":[\"c\"]}");

        assertThat(eks.clusters()).containsExactly("a", "b", "c");
    }

    @Test
    void a_refusal_is_classified_and_keeps_the_services_words() {
        endpoint.answers(
                404,
                "{\"__type\":\"ResourceNotFoundException\",\"message\":\"No cluster found for name: x.\"}");

        assertThatThrownBy(() -> eks.cluster("x"))
                .isInstanceOf(AwsException.class)
                .hasMessageStartingWith("eks:DescribeCluster x: ")
                .hasMessageContaining("No cluster found for name: x.")
                .extracting(e -> ((AwsException) e).problem())
                .isEqualTo(AwsProblem.NOT_FOUND);
    }
}
