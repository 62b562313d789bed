package io.sistership.rebuild;

import io.sistership.cloud.NetworkResource;
import io.sistership.translate.Counterpart;
import io.sistership.translate.Counterpart.Ambiguous;
import io.sistership.translate.Counterpart.Found;
import io.sistership.translate.Counterpart.Missing;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Finds the counterpart of a network resource among those of the recovery side: what Sistership
/// made for it, else the same name, else all tags equal. Pure.
///
/// A match must be unique on both sides: two subnets named `private` are no reason to guess.
record NetworkMatch(
        RecoveryTarget target, List<NetworkResource> primaries, List<NetworkResource> candidates) {

    Counterpart of(NetworkResource primary) {
        var made = matching(one -> isMadeFor(primary, one));
        if (!made.isEmpty()) {
            return answer(made, "made by Sistership for this recovery");
        }
        var named = matching(one -> sameName(primary, one));
        if (named.size() == 1 && unique(one -> sameName(primary, one))) {
            return answer(named, "the same name");
        }
        var tagged = matching(one -> sameTags(primary, one));
        if (tagged.size() == 1 && unique(one -> sameTags(primary, one))) {
            return answer(tagged, "all tags equal");
        }
        return named.size() > 1
                ? answer(named, "the same name")
                : answer(tagged.size() > 1 ? tagged : List.of(), "all tags equal");
    }

    private List<NetworkResource> matching(Predicate<NetworkResource> condition) {
        return candidates.stream().filter(condition).toList();
    }

    private boolean unique(Predicate<NetworkResource> condition) {
        return primaries.stream().filter(condition).count() == 1;
    }

    // A network resource's ARN ends with its id, which no other resource has.
    private boolean isMadeFor(NetworkResource primary, NetworkResource one) {
        return target.isOurs(one.tags())
                && one.tags()
                        .getOrDefault(RecoveryTarget.SOURCE_TAG, "")
                        .endsWith("/" + primary.id());
    }

    private static boolean sameName(NetworkResource primary, NetworkResource one) {
        return !primary.name().isEmpty() && primary.name().equals(one.name());
    }

    private static boolean sameTags(NetworkResource primary, NetworkResource one) {
        var tags = ownTags(primary);
        return !tags.isEmpty() && tags.equals(ownTags(one));
    }

    private static Map<String, String> ownTags(NetworkResource resource) {
        var tags = new TreeMap<>(resource.tags());
        tags.keySet().removeIf(key -> key.startsWith("aws:"));
        return tags;
    }

    private static Counterpart answer(List<NetworkResource> found, String how) {
        return switch (found.size()) {
            case 0 -> new Missing();
            case 1 -> new Found(found.getFirst().id(), how);
            default -> new Ambiguous(found.stream().map(NetworkResource::id).toList(), how);
        };
    }
}
