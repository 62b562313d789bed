package io.sistership.translate;

import io.sistership.model.Arn;
import io.sistership.translate.Counterpart.Found;
import io.sistership.translate.Counterpart.Missing;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The counterparts that a person wrote into `sistership.yaml`. What is
/// named as a counterpart lies on the recovery side already, and stands for itself. Immutable.
final class ExplicitCounterparts implements Counterparts {

    private static final String HOW = "counterparts of sistership.yaml";

    private final Map<String, String> byValue = new HashMap<>();
    private final Set<String> recovered;

    ExplicitCounterparts(Map<String, String> counterparts) {
        counterparts.forEach((primary, recovery) -> {
            byValue.put(key(primary), recovery);
            byValue.put(primary, recovery);
        });
        recovered = Set.copyOf(counterparts.values());
    }

    @Override
    public Counterpart of(Identifier identifier) {
        var value = byValue.get(identifier.value());
        if (value == null && identifier.kind() == Identifier.Kind.ROLE) {
            value = byValue.get(key(identifier.value()));
        }
        if (value == null && recovered.contains(identifier.value())) {
            value = identifier.value();
        }
        return value == null ? new Missing() : new Found(value, HOW);
    }

    private static String key(String value) {
        return Arn.of(value).filter(RoleArns::isRole).map(RoleArns::pathless).orElse(value);
    }
}
