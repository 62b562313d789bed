package io.sistership.survey;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sistership.aws.AwsException;
import io.sistership.aws.AwsProblem;
import io.sistership.cloud.Cloud;
import io.sistership.cloud.EksKind;
import io.sistership.cloud.EksReader;
import io.sistership.cloud.EksWriter;
import io.sistership.cloud.NetworkKind;
import io.sistership.cloud.NetworkReader;
import io.sistership.cloud.RegistryReader;
import io.sistership.cloud.RoleReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;

/// An environment as AWS would describe it, for surveys: whatever is asked and isn't here is not
/// found, and every write fails.
final class FakeEnvironment implements EksReader, NetworkReader, RoleReader {

    final Map<String, String> clusters = new TreeMap<>();
    final Map<EksKind, Map<String, String>> parts = new TreeMap<>();
    final Map<String, String> policies = new TreeMap<>();
    final Map<String, String> network = new TreeMap<>();
    final Map<String, String> templateVersions = new TreeMap<>();
    final Map<String, String> roles = new TreeMap<>();
    final Map<String, String> providers = new TreeMap<>();
    final ConcurrentSkipListSet<String> asked = new ConcurrentSkipListSet<>();

    Cloud cloud() {
        return new Cloud(this, new NoWrites(), this, this, new NoImages(), stack -> Map.of());
    }

    @Override
    public List<String> clusters() {
        return List.copyOf(clusters.keySet());
    }

    @Override
    public byte[] cluster(String name) {
        return found("eks:DescribeCluster", clusters, name);
    }

    @Override
    public List<String> names(EksKind kind, String cluster) {
        asked.add("list " + kind);
        return List.copyOf(parts.getOrDefault(kind, Map.of()).keySet());
    }

    @Override
    public byte[] describe(EksKind kind, String cluster, String name) {
        return found("eks:" + kind.operation(), parts.getOrDefault(kind, Map.of()), name);
    }

    @Override
    public byte[] accessPolicies(String cluster, String principalArn) {
        return found("eks:ListAssociatedAccessPolicies", policies, principalArn);
    }

    @Override
    public byte[] describe(NetworkKind kind, List<String> ids) {
        var items = ids.stream().map(id -> text("ec2:" + kind.operation(), network, id)).toList();
        return ("{\"items\":[" + String.join(",", items) + "]}").getBytes(UTF_8);
    }

    @Override
    public List<byte[]> all(NetworkKind kind) {
        throw new AssertionError("a survey follows references, it doesn't list all " + kind);
    }

    @Override
    public byte[] launchTemplateVersion(String id, String version) {
        return found("ec2:DescribeLaunchTemplateVersions", templateVersions, id + "/" + version);
    }

    @Override
    public Optional<byte[]> role(String name) {
        return Optional.ofNullable(roles.get(name)).map(text -> text.getBytes(UTF_8));
    }

    @Override
    public byte[] attachedPolicies(String role) {
        return ("{\"attachedTo\":\"" + role + "\"}").getBytes(UTF_8);
    }

    @Override
    public List<String> inlinePolicies(String role) {
        return role.equals("node") ? List.of("extra") : List.of();
    }

    @Override
    public byte[] inlinePolicy(String role, String policy) {
        return ("{\"inline\":\"" + role + "/" + policy + "\"}").getBytes(UTF_8);
    }

    @Override
    public List<String> oidcProviders() {
        return List.copyOf(providers.keySet());
    }

    @Override
    public byte[] oidcProvider(String arn) {
        return found("iam:GetOpenIDConnectProvider", providers, arn);
    }

    private static byte[] found(String call, Map<String, String> from, String name) {
        return text(call, from, name).getBytes(UTF_8);
    }

    private static String text(String call, Map<String, String> from, String name) {
        var text = from.get(name);
        if (text == null) {
            throw new AwsException(
                    AwsProblem.NOT_FOUND, "NotFound", call + ": no " + name, "look again", null);
        }
        return text;
    }

    private static final class NoImages implements RegistryReader {

        @Override
        public List<Repository> repositories() {
            throw new AssertionError("a survey reads no images");
        }

        @Override
        public boolean holds(String repository, String reference) {
            throw new AssertionError("a survey reads no images");
        }
    }

    private static final class NoWrites implements EksWriter {

        @Override
        public byte[] createCluster(byte[] request) {
            throw writes();
        }

        @Override
        public byte[] createNodegroup(String cluster, byte[] request) {
            throw writes();
        }

        @Override
        public byte[] createFargateProfile(String cluster, byte[] request) {
            throw writes();
        }

        @Override
        public byte[] createAccessEntry(String cluster, byte[] request) {
            throw writes();
        }

        @Override
        public byte[] associateAccessPolicy(String cluster, String principalArn, byte[] request) {
            throw writes();
        }

        private static AssertionError writes() {
            return new AssertionError("a survey writes nothing");
        }
    }
}
