package io.sistership.translate;

import java.util.ArrayList;
import java.util.List;

/// Leaves out of a ServiceAccount's token Secret what belongs to the old cluster: the uid of its
/// ServiceAccount (with a wrong one the Secret is deleted at once), token, CA and namespace (the
/// token controller fills in what is missing, and only that), and the notes about the token's use.
///
/// Name, other data and other annotations stay.
/// Sources: kubernetes/pkg/controller/serviceaccount/tokens_controller.go;
/// github.com/velero-io/velero/pull/5843.
final class TokenSecretStrip implements Strip {

    private static final List<String> PATHS =
            List.of(
                    "/metadata/annotations/kubernetes.io~1service-account.uid",
                    "/metadata/labels/kubernetes.io~1legacy-token-last-used",
                    "/metadata/labels/kubernetes.io~1legacy-token-invalid-since",
                    "/data/token",
                    "/data/ca.crt",
                    "/data/namespace");

    @Override
    public String name() {
        return "service-account-token";
    }

    @Override
    public List<JsonValue> in(Subject subject) {
        var found = new ArrayList<JsonValue>();
        if (subject.is("Secret") && isToken(subject.document())) {
            PATHS.forEach(path -> found.addAll(subject.document().all(path)));
        }
        return found;
    }

    private static boolean isToken(JsonDocument secret) {
        return secret.text("/type")
                .filter("kubernetes.io/service-account-token"::equals)
                .isPresent();
    }
}
