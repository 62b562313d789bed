package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// One public project's manifests, how its own documentation applies them, and what the server took
/// of them. Confined.
final class CorpusFile {

    private static final Pattern APPLIED =
            Pattern.compile("(?m)^(\\S+/\\S+) (created|configured|unchanged|serverside-applied)$");

    private final Path file;
    private final String namespace;
    private final boolean serverSide;
    private final List<CorpusDocument> documents;
    private final Map<String, CorpusDocument> accepted = new LinkedHashMap<>();
    private final Map<String, String> refused = new TreeMap<>();
    private int taken;

    /// @param namespace where documents go that name none; empty: each names its own (INDEX.md of the
    ///     corpus)
    /// @param serverSide applied by server-side apply: Argo CD's own way, since one of its definitions
    ///     is too large for the annotation that client-side apply writes
    private CorpusFile(Path file, String namespace, boolean serverSide) {
        this.file = file;
        this.namespace = namespace;
        this.serverSide = serverSide;
        this.documents = CorpusDocument.of(file);
    }

    /// All of the corpus; the load balancer controller last, as its webhooks refuse Services until it
    /// runs.
    static List<CorpusFile> of(Path corpus) {
        return List.of(
                new CorpusFile(corpus.resolve("online-boutique.yaml"), "boutique", false),
                new CorpusFile(corpus.resolve("argo-cd.yaml"), "argocd", true),
                new CorpusFile(corpus.resolve("karpenter.yaml"), "", false),
                new CorpusFile(corpus.resolve("aws-efs-csi-driver.yaml"), "", false),
                new CorpusFile(corpus.resolve("aws-efs-examples.yaml"), "efs-examples", false),
                new CorpusFile(corpus.resolve("aws-lbc-examples.yaml"), "", false),
                new CorpusFile(corpus.resolve("aws-load-balancer-controller.yaml"), "", false));
    }

    /// Applies everything, in the file's order, once more where a definition isn't served yet. Of
    /// documents of one name each is applied after the one before it, as people do who try one example
    /// after the other. What the server refuses on its own account is no part of the test.
    void applyTo(Command kubectl, Named named) {
        if (!namespace.isEmpty()) {
            kubectl.run("create", "namespace", namespace);
        }
        for (var round : rounds()) {
            var rest = take(round, apply(kubectl, named, round));
            if (!rest.isEmpty()) {
                kubectl.run("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
                var again = apply(kubectl, named, rest);
                take(rest, again).forEach(each -> refused.put(each.name(), again.out()));
            }
        }
    }

    /// The first documents of all names, the second ones, and so on.
    private List<List<CorpusDocument>> rounds() {
        var rounds = new ArrayList<List<CorpusDocument>>();
        var seen = new LinkedHashMap<String, Integer>();
        for (var document : documents) {
            int round = seen.merge(document.name(), 1, Integer::sum);
            if (rounds.size() < round) {
                rounds.add(new ArrayList<>());
            }
            rounds.get(round - 1).add(document);
        }
        return rounds;
    }

    /// @return what the server didn't take
    private List<CorpusDocument> take(List<CorpusDocument> round, Command.Result result) {
        var names = new ArrayList<String>();
        APPLIED.matcher(result.out()).results().forEach(found -> names.add(found.group(1)));
        var rest = new ArrayList<CorpusDocument>();
        for (var document : round) {
            if (names.contains(document.name())) {
                accepted.put(document.name(), document);
                taken++;
            } else {
                rest.add(document);
            }
        }
        return rest;
    }

    private Command.Result apply(Command kubectl, Named named, List<CorpusDocument> these) {
        return kubectl.run(text(named, these), command("apply"));
    }

    /// The live objects of what was accepted, by kind, namespace and name.
    Map<String, JsonNode> live(Command kubectl, Named named) {
        var objects = new LinkedHashMap<String, JsonNode>();
        var input = text(named, accepted.values());
        var list =
                kubectl.run(input, inNamespace("get", "--ignore-not-found", "-o", "json")).json();
        list.path("items").valueStream().forEach(object -> objects.put(key(object), object));
        return objects;
    }

    /// What `kubectl diff` says of what was accepted, with a side's own identifiers: nothing where
    /// applying it again would change nothing.
    String diff(Command kubectl, Named named) {
        return kubectl.run(text(named, accepted.values()), command("diff")).out();
    }

    /// Applies it again without taking any field from anybody.
    Command.Result applyAgain(Command kubectl, Named named) {
        return kubectl.run(text(named, accepted.values()), command("apply"));
    }

    String name() {
        return file.getFileName().toString();
    }

    /// How many documents the file has.
    int documents() {
        return documents.size();
    }

    /// How many of them the server took.
    int taken() {
        return taken;
    }

    /// What it refused, with what kubectl said of those that were tried with it.
    Map<String, String> refused() {
        return refused;
    }

    private static byte[] text(Named named, Collection<CorpusDocument> these) {
        return named.in(these.stream().map(CorpusDocument::text).collect(joining("\n---\n")))
                .getBytes(UTF_8);
    }

    private String[] command(String verb) {
        return serverSide ? inNamespace(verb, "--server-side") : inNamespace(verb);
    }

    private String[] inNamespace(String verb, String... more) {
        var arguments = new ArrayList<>(List.of(verb, "-f", "-"));
        if (!namespace.isEmpty()) {
            arguments.addAll(List.of("-n", namespace));
        }
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    static String key(JsonNode object) {
        return "%s %s/%s"
                .formatted(
                        object.at("/kind").asString(),
                        object.at("/metadata/namespace").asString(""),
                        object.at("/metadata/name").asString());
    }

    /// What every cluster makes anew for an object, whoever wrote it: identity, the binding of claims
    /// and volumes, the node of a pod and the volume of its token. A node port is among them where the
    /// manifest asks for none: hard case 16 keeps those that somebody chose, and drops the others.
    static final Set<String> MADE_ANEW =
            Set.of(
                    "/metadata/uid",
                    "/metadata/resourceVersion",
                    "/metadata/creationTimestamp",
                    "/metadata/generation",
                    "/metadata/managedFields",
                    "/metadata/annotations/pv.kubernetes.io/bound-by-controller",
                    "/metadata/annotations/volume.beta.kubernetes.io/storage-provisioner",
                    "/metadata/annotations/volume.kubernetes.io/storage-provisioner",
                    "/metadata/labels/topology.kubernetes.io/region",
                    "/metadata/labels/topology.kubernetes.io/zone",
                    "/spec/claimRef/resourceVersion",
                    "/spec/claimRef/uid",
                    "/spec/containers/0/volumeMounts/2/name",
                    "/spec/nodeName",
                    "/spec/ports/0/nodePort",
                    "/spec/volumes/2/name",
                    "/status");
}
