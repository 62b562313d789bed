package io.sistership.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonBuilderTest {

    @Test
    void assembles_a_request_out_of_a_described_resource() {
        var described =
                JsonDocument.of(
                        """
                        {"cluster":{"name":"shop","version":"1.33","unknown":{"b":1.10},"status":"ACTIVE",\
                        "resourcesVpcConfig":{"subnetIds":["subnet-1"],"endpointPublicAccess":true}}}\
                        """);
        var cluster = described.at("/cluster").get();

        var request =
                JsonBuilder.object()
                        .copyMembers(cluster, "name", "version", "absent", "unknown")
                        .text("roleArn", "arn:aws:iam::222222222222:role/\"x\"")
                        .object(
                                "resourcesVpcConfig",
                                vpc ->
                                        vpc.texts("subnetIds", List.of("subnet-9", "subnet-8"))
                                                .copy(
                                                        "endpointPublicAccess",
                                                        cluster.at(
                                                                "/resourcesVpcConfig/endpointPublicAccess")))
                        .bool("bootstrapSelfManagedAddons", false)
                        .number("n", 3)
                        .json("tags", "{\"a\":\"b\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(new String(request.bytes(), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {"name":"shop","version":"1.33","unknown":{"b":1.10},\
                        "roleArn":"arn:aws:iam::222222222222:role/\\"x\\"",\
                        "resourcesVpcConfig":{"subnetIds":["subnet-9","subnet-8"],"endpointPublicAccess":true},\
                        "bootstrapSelfManagedAddons":false,"n":3,"tags":{"a":"b"}}\
                        """);
        assertThat(request.document().text("/version")).contains("1.33");
    }
}
