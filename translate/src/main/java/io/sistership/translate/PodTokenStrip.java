package io.sistership.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Leaves out the token volumes that admission put into a pod, with their mounts and the environment
/// that goes with them: admission puts them in again, for the new cluster and its roles.
///
/// Three makers: the API server's ServiceAccount admission (`kube-api-access-…`), the EKS pod
/// identity webhook for roles of ServiceAccounts (`aws-iam-token`) and for pod identity
/// (`eks-pod-identity-token`).
/// Sources: kubernetes/plugin/pkg/admission/serviceaccount; aws/amazon-eks-pod-identity-webhook.
final class PodTokenStrip implements Strip {

    private static final String API_ACCESS = "kube-api-access-";
    private static final Set<String> AWS_VOLUMES =
            Set.of("aws-iam-token", "eks-pod-identity-token");
    private static final String AWS_TOKENS = "/var/run/secrets/eks.amazonaws.com/serviceaccount/";
    private static final String POD_IDENTITY_TOKENS =
            "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/";
    private static final String POD_IDENTITY_AGENT = "http://169.254.170.23/v1/credentials";
    private static final List<String> CONTAINERS =
            List.of("/spec/containers/*", "/spec/initContainers/*");

    @Override
    public String name() {
        return "pod-token-volumes";
    }

    @Override
    public List<JsonValue> in(Subject subject) {
        if (!subject.is("Pod")) {
            return List.of();
        }
        var found = new ArrayList<JsonValue>();
        for (var volume : subject.document().all("/spec/volumes/*")) {
            if (isInjectedToken(volume)) {
                found.add(volume);
            }
        }
        var names =
                found.stream()
                        .flatMap(volume -> textAt(volume, "/name").stream())
                        .collect(Collectors.toSet());
        for (var path : CONTAINERS) {
            for (var container : subject.document().all(path)) {
                collectMounts(container, names, found);
                collectEnvironment(container, found);
            }
        }
        return found;
    }

    private static boolean isInjectedToken(JsonValue volume) {
        var name = textAt(volume, "/name").stream().findFirst().orElse("");
        boolean named = name.startsWith(API_ACCESS) || AWS_VOLUMES.contains(name);
        return named && !volume.all("/projected/sources/*/serviceAccountToken").isEmpty();
    }

    private static void collectMounts(
            JsonValue container, Set<String> volumes, List<JsonValue> found) {
        for (var mount : container.all("/volumeMounts/*")) {
            if (textAt(mount, "/name").stream().anyMatch(volumes::contains)) {
                found.add(mount);
            }
        }
    }

    /// The webhook sets a role only together with the token file; a person's own `AWS_ROLE_ARN`
    /// beside another token file stays.
    private static void collectEnvironment(JsonValue container, List<JsonValue> found) {
        var entries = container.all("/env/*");
        boolean injected = entries.stream().anyMatch(entry -> pointsTo(entry, AWS_TOKENS));
        for (var entry : entries) {
            boolean role = injected && isNamed(entry, "AWS_ROLE_ARN");
            if (role || pointsTo(entry, AWS_TOKENS) || isPodIdentity(entry)) {
                found.add(entry);
            }
        }
    }

    private static boolean isPodIdentity(JsonValue entry) {
        return pointsTo(entry, POD_IDENTITY_TOKENS)
                || (isNamed(entry, "AWS_CONTAINER_CREDENTIALS_FULL_URI")
                        && pointsTo(entry, POD_IDENTITY_AGENT));
    }

    private static boolean pointsTo(JsonValue entry, String directory) {
        return textAt(entry, "/value").stream().anyMatch(value -> value.startsWith(directory));
    }

    private static boolean isNamed(JsonValue entry, String name) {
        return textAt(entry, "/name").contains(name);
    }

    private static List<String> textAt(JsonValue value, String pointer) {
        return value.at(pointer).flatMap(JsonValue::textIfString).stream().toList();
    }
}
