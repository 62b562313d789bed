package io.sistership.cloud;

import io.sistership.model.Arn;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What Sistership needs to know of a cluster from DescribeCluster.
///
/// @param status `CREATING`, `ACTIVE`, `FAILED` ...
/// @param endpoint of the API server; empty until the cluster is active
/// @param certificateAuthority PEM text; empty until the cluster is active
/// @param authenticationMode `API`, `API_AND_CONFIG_MAP` or `CONFIG_MAP`
/// @param health what EKS says is wrong with it, one sentence each
public record EksCluster(
        Arn arn,
        String name,
        String status,
        String version,
        Optional<URI> endpoint,
        Optional<String> certificateAuthority,
        String authenticationMode,
        Optional<String> issuer,
        Optional<String> securityGroup,
        Map<String, String> tags,
        List<String> health) {

    /// The mode in which no access entry can exist; the default of clusters older than the setting.
    public static final String CONFIG_MAP = "CONFIG_MAP";

    private static final JsonMapper JSON = new JsonMapper();

    public EksCluster {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        health = List.copyOf(health);
    }

    /// The cluster that a response of DescribeCluster or CreateCluster describes.
    public static EksCluster in(byte[] response) {
        var cluster = JSON.readTree(response).path("cluster");
        return new EksCluster(
                Arn.parse(cluster.path("arn").asString("")),
                cluster.path("name").asString(""),
                cluster.path("status").asString(""),
                cluster.path("version").asString(""),
                text(cluster, "/endpoint").map(URI::create),
                text(cluster, "/certificateAuthority/data").map(EksCluster::decoded),
                text(cluster, "/accessConfig/authenticationMode").orElse(CONFIG_MAP),
                text(cluster, "/identity/oidc/issuer"),
                text(cluster, "/resourcesVpcConfig/clusterSecurityGroupId"),
                tags(cluster.path("tags")),
                cluster.at("/health/issues")
                        .valueStream()
                        .map(issue -> issue.path("message").asString(""))
                        .toList());
    }

    /// Whether access entries can exist.
    public boolean hasAccessEntries() {
        return !authenticationMode.equals(CONFIG_MAP);
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
    }

    private static Optional<String> text(JsonNode node, String pointer) {
        return Optional.of(node.at(pointer).asString("")).filter(text -> !text.isEmpty());
    }

    private static Map<String, String> tags(JsonNode object) {
        var tags = new LinkedHashMap<String, String>();
        object.properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString("")));
        return tags;
    }
}
