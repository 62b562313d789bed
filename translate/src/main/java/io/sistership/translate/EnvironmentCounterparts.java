package io.sistership.translate;

import io.sistership.model.Environment;
import io.sistership.translate.Counterpart.Found;
import io.sistership.translate.Counterpart.Missing;
import java.util.Optional;

/// The counterparts that follow from the two environments alone. Immutable.
record EnvironmentCounterparts(Environment primary, Environment recovery) implements Counterparts {

    private static final String HOW = "the environments of sistership.yaml";
    private static final String BY_TABLE = "AWS's table of registries per region";

    @Override
    public Counterpart of(Identifier identifier) {
        return switch (identifier.kind()) {
            case ACCOUNT -> account(identifier.value());
            case REGISTRY ->
                    EcrHost.parse(identifier.value())
                            .flatMap(this::registry)
                            .orElseGet(Missing::new);
            default -> new Missing();
        };
    }

    private Counterpart account(String account) {
        return account.equals(primary.account().value())
                ? new Found(recovery.account().value(), HOW)
                : new Missing();
    }

    private Optional<Counterpart> registry(EcrHost host) {
        if (host.isOf(primary)) {
            return Optional.of(new Found(EcrHost.of(recovery).standard(), HOW));
        }
        if (!RegistryTable.isOfAws(host) || !host.region().equals(primary.region())) {
            return Optional.empty();
        }
        return RegistryTable.account(recovery.region())
                .map(account ->
                        new Found(host.to(account, recovery.region()).standard(), BY_TABLE));
    }
}
