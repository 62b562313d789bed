package io.sistership.restore;

import io.sistership.model.ApiResource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/// Reads the bytes of chosen objects again, type by type, and hands them to workers: so many are in
/// memory at once as there are workers.
record ObjectReader(Session session) {

    /// Returns when all are done.
    void each(Collection<PlanEntry> entries, BiConsumer<PlanEntry, byte[]> work) {
        try (var workers = new Workers(session.options().writers())) {
            byType(entries)
                    .forEach((type, lines) ->
                            read(
                                    type,
                                    lines,
                                    (entry, bytes) ->
                                            workers.run(() -> work.accept(entry, bytes))));
        }
    }

    private static Map<ApiResource, Map<Integer, PlanEntry>> byType(Collection<PlanEntry> entries) {
        var types = new LinkedHashMap<ApiResource, Map<Integer, PlanEntry>>();
        for (var entry : entries) {
            types.computeIfAbsent(entry.planned().type(), _ -> new HashMap<>())
                    .put(entry.captured().line(), entry);
        }
        return types;
    }

    private void read(
            ApiResource type, Map<Integer, PlanEntry> lines, BiConsumer<PlanEntry, byte[]> sink) {
        var line = new int[1];
        session.point()
                .lines(
                        type,
                        (buffer, offset, length) -> {
                            var entry = lines.get(line[0]++);
                            if (entry != null) {
                                sink.accept(
                                        entry, Arrays.copyOfRange(buffer, offset, offset + length));
                            }
                        });
    }
}
