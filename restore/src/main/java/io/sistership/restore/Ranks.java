package io.sistership.restore;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The order inside a wave: the rank of the type, raised above the owners that are written in the
/// same wave, so that a dependent's first write can already name its owner's new uid. Confined.
final class Ranks {

    private final Map<String, Integer> ranks = new HashMap<>();
    private final Map<String, Wave> waves = new HashMap<>();
    private final Inventory inventory;

    Ranks(List<CapturedObject> created, Inventory inventory) {
        this.inventory = inventory;
        created.forEach(object -> waves.put(object.uid(), WaveTable.wave(object, inventory)));
    }

    Wave wave(CapturedObject object) {
        var known = waves.get(object.uid());
        return known == null ? WaveTable.wave(object, inventory) : known;
    }

    int rank(CapturedObject object) {
        var known = ranks.get(object.uid());
        if (known != null) {
            return known;
        }
        int own = RankTable.rank(object.type().groupResource());
        // Owners that own each other in a circle stand side by side.
        ranks.put(object.uid(), own);
        int rank = Math.max(own, 1 + ownersInWave(object));
        ranks.put(object.uid(), rank);
        return rank;
    }

    private int ownersInWave(CapturedObject object) {
        return object.owners().stream()
                .flatMap(reference -> inventory.owner(reference).stream())
                .filter(owner -> waves.containsKey(owner.uid()) && wave(owner) == wave(object))
                .mapToInt(this::rank)
                .max()
                .orElse(-1);
    }
}
