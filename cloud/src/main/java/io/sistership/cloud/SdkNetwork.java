package io.sistership.cloud;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import tools.jackson.databind.json.JsonMapper;

/// EC2 by the SDK, its XML as JSON. Thread-safe.
final class SdkNetwork implements NetworkReader {

    private static final JsonMapper JSON = new JsonMapper();

    private final Ec2Client ec2;

    /// The client must have been built with a [RawExchange].
    SdkNetwork(Ec2Client ec2) {
        this.ec2 = ec2;
    }

    @Override
    public byte[] describe(NetworkKind kind, List<String> ids) {
        var call = "ec2:" + kind.operation() + " " + String.join(" ", ids);
        return XmlAsJson.convert(RawCall.read(call, raw -> send(kind, ids, raw)));
    }

    private void send(NetworkKind kind, List<String> ids, RawCall.Raw raw) {
        switch (kind) {
            case SUBNET -> ec2.describeSubnets(r -> r.subnetIds(ids).overrideConfiguration(raw));
            case SECURITY_GROUP ->
                    ec2.describeSecurityGroups(r -> r.groupIds(ids).overrideConfiguration(raw));
            case VPC -> ec2.describeVpcs(r -> r.vpcIds(ids).overrideConfiguration(raw));
            case LAUNCH_TEMPLATE ->
                    ec2.describeLaunchTemplates(
                            r -> r.launchTemplateIds(ids).overrideConfiguration(raw));
        }
    }

    @Override
    public List<byte[]> all(NetworkKind kind) {
        var pages = new ArrayList<byte[]>();
        var token = "";
        do {
            var from = token;
            var xml = RawCall.read("ec2:" + kind.operation(), raw -> page(kind, from, raw));
            var page = XmlAsJson.convert(xml);
            pages.add(page);
            token = JSON.readTree(page).path("nextToken").asString("");
        } while (!token.isEmpty());
        return pages;
    }

    private void page(NetworkKind kind, String from, RawCall.Raw raw) {
        var token = from.isEmpty() ? null : from;
        switch (kind) {
            case SUBNET -> ec2.describeSubnets(r -> r.nextToken(token).overrideConfiguration(raw));
            case SECURITY_GROUP ->
                    ec2.describeSecurityGroups(r -> r.nextToken(token).overrideConfiguration(raw));
            case VPC -> ec2.describeVpcs(r -> r.nextToken(token).overrideConfiguration(raw));
            case LAUNCH_TEMPLATE ->
                    ec2.describeLaunchTemplates(r -> r.nextToken(token).overrideConfiguration(raw));
        }
    }

    @Override
    public byte[] launchTemplateVersion(String id, String version) {
        var call = "ec2:DescribeLaunchTemplateVersions " + id + " " + version;
        return XmlAsJson.convert(
                RawCall.read(
                        call,
                        raw ->
                                ec2.describeLaunchTemplateVersions(r ->
                                        r.launchTemplateId(id)
                                                .versions(version)
                                                .overrideConfiguration(raw))));
    }
}
