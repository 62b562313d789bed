package io.sistership.restore;

import io.sistership.model.ApiResource;
import io.sistership.model.Progress;
import io.sistership.vault.LineSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A point in memory.
final class FakePoint implements PointContents {

    private final Map<ApiResource, List<String>> objects = new LinkedHashMap<>();

    FakePoint with(ApiResource type, String... json) {
        objects.computeIfAbsent(type, _ -> new ArrayList<>()).addAll(List.of(json));
        return this;
    }

    @Override
    public List<ApiResource> types() {
        return List.copyOf(objects.keySet());
    }

    @Override
    public long count() {
        return objects.values().stream().mapToLong(List::size).sum();
    }

    @Override
    public void lines(ApiResource type, LineSink sink) {
        for (var json : objects.getOrDefault(type, List.of())) {
            var padded = ("??" + json).getBytes(StandardCharsets.UTF_8);
            sink.line(padded, 2, padded.length - 2);
        }
    }

    ObjectPlan plan() {
        return plan(Target.absent());
    }

    ObjectPlan plan(Target target) {
        return plan(target, PlanOptions.LIKE_PRIMARY);
    }

    ObjectPlan plan(Target target, PlanOptions options) {
        return new ObjectPlanner(Samples.translator(), options, Progress.SILENT).plan(this, target);
    }
}
