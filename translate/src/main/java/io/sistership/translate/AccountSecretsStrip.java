package io.sistership.translate;

import java.util.List;
import java.util.regex.Pattern;

/// Leaves generated token Secrets out of a ServiceAccount's list: those aren't restored, and new
/// ones have other names. What a person listed stays.
///
/// Generated names are the account's, `-token-` and five characters.
/// Source: k8s.io/apiserver/pkg/storage/names.
final class AccountSecretsStrip implements Strip {

    private static final Pattern GENERATED = Pattern.compile("-token-[a-z0-9]{5}");

    @Override
    public String name() {
        return "service-account-secrets";
    }

    @Override
    public List<JsonValue> in(Subject subject) {
        if (!subject.is("ServiceAccount")) {
            return List.of();
        }
        var account = subject.document().text("/metadata/name").orElse("");
        return subject.document().all("/secrets/*").stream()
                .filter(entry -> isGenerated(entry, account))
                .toList();
    }

    private static boolean isGenerated(JsonValue entry, String account) {
        return entry.member("name")
                .flatMap(JsonValue::textIfString)
                .filter(name -> name.startsWith(account))
                .filter(name -> GENERATED.matcher(name.substring(account.length())).matches())
                .isPresent();
    }
}
