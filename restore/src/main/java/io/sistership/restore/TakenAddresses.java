package io.sistership.restore;

import io.sistership.model.ObjectKey;
import io.sistership.translate.Difference;
import io.sistership.translate.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tells which Services got another address because theirs is another Service's on the recovery
/// side. Addresses are given out by the server and can't be had twice
/// (https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/). Confined.
final class TakenAddresses {

    static final String RULE = "service-address-taken";

    private static final Pattern ADDRESS = Pattern.compile("/spec/clusterIP|/spec/clusterIPs/\\d+");

    private Optional<Map<String, ObjectKey>> holders = Optional.empty();

    /// The differences that have another cause.
    List<Difference> unexplained(ObjectView wanted, List<Difference> open, LiveObjects live) {
        if (!wanted.is("services") || open.isEmpty()) {
            return open;
        }
        return open.stream().filter(d -> !isTaken(wanted, d, live)).toList();
    }

    private boolean isTaken(ObjectView wanted, Difference difference, LiveObjects live) {
        return ADDRESS.matcher(difference.path()).matches()
                && difference.right().isPresent()
                && difference
                        .left()
                        .filter(JsonValue::isString)
                        .map(address -> holders(live).get(address.text()))
                        .filter(holder -> !holder.equals(wanted.id().key()))
                        .isPresent();
    }

    private Map<String, ObjectKey> holders(LiveObjects live) {
        var known = holders.orElseGet(() -> read(live));
        holders = Optional.of(known);
        return known;
    }

    private static Map<String, ObjectKey> read(LiveObjects live) {
        var holders = new HashMap<String, ObjectKey>();
        for (var key : live.keys()) {
            live.find(key).flatMap(it -> it.at("/spec/clusterIPs")).stream()
                    .flatMap(addresses -> addresses.items().stream())
                    .forEach(address -> holders.put(address.text(), key));
        }
        return holders;
    }
}
