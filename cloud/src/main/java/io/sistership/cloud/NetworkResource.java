package io.sistership.cloud;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a subnet, security group, VPC or launch template is recognised by.
///
/// @param name a security group's or launch template's name, else the tag `Name`; empty if none
/// @param vpc the VPC that it belongs to; empty where there is none
/// @param zone a subnet's availability zone, else empty
/// @param cidr a subnet's or VPC's IPv4 block, else empty
public record NetworkResource(
        NetworkKind kind,
        String id,
        String name,
        String vpc,
        String zone,
        String cidr,
        Map<String, String> tags) {

    private static final JsonMapper JSON = new JsonMapper();

    public NetworkResource {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    /// All that a document of [NetworkReader] describes.
    public static List<NetworkResource> in(NetworkKind kind, byte[] document) {
        var found = new ArrayList<NetworkResource>();
        for (var one : JSON.readTree(document).path(kind.list())) {
            found.add(of(kind, one));
        }
        return List.copyOf(found);
    }

    private static NetworkResource of(NetworkKind kind, JsonNode one) {
        var tags = Tags.ofQueryApi(one.path("tagSet"));
        return new NetworkResource(
                kind,
                one.path(kind.id()).asString(""),
                name(kind, one, tags),
                kind == NetworkKind.VPC ? "" : one.path("vpcId").asString(""),
                one.path("availabilityZone").asString(""),
                one.path("cidrBlock").asString(""),
                tags);
    }

    private static String name(NetworkKind kind, JsonNode one, Map<String, String> tags) {
        return switch (kind) {
            case SECURITY_GROUP -> one.path("groupName").asString("");
            case LAUNCH_TEMPLATE -> one.path("launchTemplateName").asString("");
            case SUBNET, VPC -> tags.getOrDefault("Name", "");
        };
    }
}
