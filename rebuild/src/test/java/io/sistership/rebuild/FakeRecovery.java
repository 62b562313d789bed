package io.sistership.rebuild;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A recovery environment in memory: EKS makes what it is asked for and takes some looks to become
/// active; writes are recorded. Thread-safe.
final class FakeRecovery implements EksReader, NetworkReader, RoleReader, RegistryReader {

    private static final JsonMapper JSON = new JsonMapper();

    final Map<String, ObjectNode> clusters = new TreeMap<>();
    final Map<String, ObjectNode> parts = new TreeMap<>();
    final Map<String, List<JsonNode>> policies = new TreeMap<>();
    final List<String> network = new ArrayList<>();
    final Map<String, String> roles = new TreeMap<>();
    final List<Repository> repositories = new ArrayList<>();

    /// Every write: who, operation, body.
    final List<String> writes = Collections.synchronizedList(new ArrayList<>());

    /// How a created resource stands after so many looks.
    final List<String> standings = new ArrayList<>(List.of("CREATING", "CREATING", "ACTIVE"));

    /// What the next write of an operation is refused with, after it was done or before.
    final Map<String, AwsException> refusals = new HashMap<>();

    /// What looks at something that is there fail with, one after the other.
    final Deque<AwsException> lookRefusals = new ArrayDeque<>();

    private final Map<String, Integer> looks = new HashMap<>();

    Cloud cloud() {
        return new Cloud(this, writer("access"), this, this, this, _ -> Map.of());
    }

    EksWriter writer(String who) {
        return new Writer(who);
    }

    void addRole(String name) {
        roles.put(name, "arn:aws:iam::222222222222:role/" + name);
    }

    static AwsException problem(AwsProblem problem, String words) {
        return new AwsException(problem, "Code", words, "", null);
    }

    @Override
    public synchronized List<String> clusters() {
        return List.copyOf(clusters.keySet());
    }

    @Override
    public synchronized byte[] cluster(String name) {
        var cluster = looked(clusters, name);
        if (cluster.path("status").asString("").equals("ACTIVE")) {
            cluster.put("endpoint", "https://127.0.0.1:6443");
            cluster.putObject("certificateAuthority").put("data", "Q0E=");
            cluster.putObject("identity")
                    .putObject("oidc")
                    .put("issuer", "https://oidc.eks.us-west-2.amazonaws.com/id/NEW");
        }
        return response("cluster", cluster);
    }

    @Override
    public synchronized List<String> names(EksKind kind, String cluster) {
        throw new AssertionError("a rebuild looks for what it makes, it doesn't list");
    }

    @Override
    public synchronized byte[] describe(EksKind kind, String cluster, String name) {
        return response(kind.member(), looked(parts, kind.member() + "/" + name));
    }

    @Override
    public synchronized byte[] accessPolicies(String cluster, String principalArn) {
        var response = JSON.createObjectNode();
        var list = response.putArray("associatedAccessPolicies");
        policies.getOrDefault(principalArn, List.of()).forEach(list::add);
        return JSON.writeValueAsBytes(response);
    }

    @Override
    public byte[] describe(NetworkKind kind, List<String> ids) {
        throw new AssertionError("candidates are listed, not asked for by id");
    }

    @Override
    public List<byte[]> all(NetworkKind kind) {
        var list =
                switch (kind) {
                    case SUBNET -> "subnetSet";
                    case SECURITY_GROUP -> "securityGroupInfo";
                    case VPC -> "vpcSet";
                    case LAUNCH_TEMPLATE -> "launchTemplates";
                };
        var id =
                switch (kind) {
                    case SUBNET -> "\"subnetId\"";
                    case SECURITY_GROUP -> "\"groupId\"";
                    case VPC -> "{\"vpcId\"";
                    case LAUNCH_TEMPLATE -> "\"launchTemplateId\"";
                };
        return network.stream()
                .filter(one -> one.contains(id))
                .map(one -> ("{\"" + list + "\":[" + one + "]}").getBytes(UTF_8))
                .toList();
    }

    @Override
    public byte[] launchTemplateVersion(String id, String version) {
        throw problem(AwsProblem.NOT_FOUND, "no " + id);
    }

    @Override
    public Optional<byte[]> role(String name) {
        return Optional.ofNullable(roles.get(name))
                .map(arn ->
                        "{\"GetRoleResult\":{\"Role\":{\"Arn\":\"%s\",\"RoleName\":\"%s\"}}}"
                                .formatted(arn, name)
                                .getBytes(UTF_8));
    }

    @Override
    public byte[] attachedPolicies(String role) {
        throw new AssertionError("not asked for");
    }

    @Override
    public List<String> inlinePolicies(String role) {
        throw new AssertionError("not asked for");
    }

    @Override
    public byte[] inlinePolicy(String role, String policy) {
        throw new AssertionError("not asked for");
    }

    @Override
    public List<String> oidcProviders() {
        throw new AssertionError("not asked for");
    }

    @Override
    public byte[] oidcProvider(String arn) {
        throw new AssertionError("not asked for");
    }

    @Override
    public List<Repository> repositories() {
        return repositories;
    }

    @Override
    public boolean holds(String repository, String reference) {
        throw new AssertionError("not asked for");
    }

    private ObjectNode looked(Map<String, ObjectNode> from, String name) {
        var found = from.get(name);
        if (found == null) {
            throw problem(AwsProblem.NOT_FOUND, "no " + name);
        }
        if (!lookRefusals.isEmpty()) {
            throw lookRefusals.pop();
        }
        var look = looks.merge(name, 1, Integer::sum);
        if (found.has("made")) {
            found.put("status", standings.get(Math.min(look, standings.size()) - 1));
        }
        return found;
    }

    private static byte[] response(String member, JsonNode description) {
        var response = JSON.createObjectNode();
        response.set(member, description.deepCopy());
        return JSON.writeValueAsBytes(response);
    }

    private final class Writer implements EksWriter {

        private final String who;

        Writer(String who) {
            this.who = who;
        }

        @Override
        public byte[] createCluster(byte[] request) {
            var made = made("CreateCluster", request);
            var name = made.path("name").asString("");
            made.put("arn", "arn:aws:eks:us-west-2:222222222222:cluster/" + name);
            return answer("CreateCluster", clusters, name, made);
        }

        @Override
        public byte[] createNodegroup(String cluster, byte[] request) {
            var made = made("CreateNodegroup", request);
            var name = "nodegroup/" + made.path("nodegroupName").asString("");
            return answer("CreateNodegroup", parts, name, made);
        }

        @Override
        public byte[] createFargateProfile(String cluster, byte[] request) {
            var made = made("CreateFargateProfile", request);
            var name = "fargateProfile/" + made.path("fargateProfileName").asString("");
            return answer("CreateFargateProfile", parts, name, made);
        }

        @Override
        public byte[] createAccessEntry(String cluster, byte[] request) {
            var made = made("CreateAccessEntry", request);
            var name = "accessEntry/" + made.path("principalArn").asString("");
            return answer("CreateAccessEntry", parts, name, made);
        }

        @Override
        public byte[] associateAccessPolicy(String cluster, String principalArn, byte[] request) {
            var made = made("AssociateAccessPolicy", request);
            synchronized (FakeRecovery.this) {
                policies.computeIfAbsent(principalArn, _ -> new ArrayList<>()).add(made);
            }
            return request;
        }

        private ObjectNode made(String operation, byte[] request) {
            writes.add(who + " " + operation + " " + new String(request, UTF_8));
            var made = (ObjectNode) JSON.readTree(request);
            made.put("made", true);
            return made;
        }

        private byte[] answer(
                String operation, Map<String, ObjectNode> into, String name, ObjectNode made) {
            synchronized (FakeRecovery.this) {
                var refusal = refusals.remove(operation);
                if (refusal != null && refusal.problem() != AwsProblem.CONFLICT) {
                    throw refusal;
                }
                if (into.putIfAbsent(name, made) != null || refusal != null) {
                    throw problem(AwsProblem.CONFLICT, name + " is there");
                }
                return response("made", made);
            }
        }
    }
}
