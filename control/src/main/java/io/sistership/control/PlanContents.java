package io.sistership.control;

import io.sistership.model.Issue;
import io.sistership.rebuild.CloudStep;
import io.sistership.restore.PlannedObject;
import java.util.List;
import java.util.stream.Stream;

/// All that a saved plan says.
///
/// @param id binds everything else
/// @param objects every captured object, in the order of the point
public record PlanContents(
        String id,
        PlanBinding binding,
        List<AskedCounterparts.Asked> counterparts,
        List<CloudStep> steps,
        List<PlannedObject> objects,
        List<Issue> issues) {

    /// The lines of the file, each made when it is asked for.
    Stream<byte[]> lines() {
        return Stream.of(
                        Stream.of(PlanLines.head(id, binding)),
                        counterparts.stream().map(PlanLines::counterpart),
                        steps.stream().map(PlanLines::step),
                        objects.stream().map(PlanLines::object),
                        issues.stream().map(PlanLines::issue))
                .flatMap(lines -> lines);
    }
}
