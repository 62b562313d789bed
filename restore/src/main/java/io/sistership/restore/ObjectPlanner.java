package io.sistership.restore;

import io.sistership.model.ApiResource;
import io.sistership.model.Progress;
import io.sistership.translate.Translator;
import io.sistership.vault.OpenPoint;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Computes what a restore would do, without a write.
///
/// Each captured object is read once, looked at alone, and forgotten but for a small record; then all
/// records together tell what owners, namespaces, types and Services mean for it. Thread-safe.
public final class ObjectPlanner {

    private final Translator translator;
    private final PlanOptions options;
    private final Progress progress;

    public ObjectPlanner(Translator translator, PlanOptions options, Progress progress) {
        this.translator = translator;
        this.options = options;
        this.progress = progress;
    }

    /// The plan for bringing a point's objects into a target.
    public ObjectPlan plan(OpenPoint point, TargetState target) {
        return plan(
                PointContents.of(point),
                switch (target) {
                    case TargetState.Absent() -> Target.absent();
                    case TargetState.Live(var client, var recoveryId, var journal) ->
                            Target.live(
                                    new KubeCluster(client, FieldManager.of(recoveryId)), journal);
                });
    }

    ObjectPlan plan(PointContents point, Target target) {
        progress.stage("plan objects", point.count());
        var survey =
                new ObjectSurvey(new Preparation(translator, options.choices()), target, options);
        for (var type : definitionsFirst(point.types())) {
            survey.begin(type);
            point.lines(
                    type,
                    (buffer, offset, length) -> {
                        survey.look(Arrays.copyOfRange(buffer, offset, offset + length));
                        progress.advanced(1, length);
                    });
        }
        return new PlanAssembly(survey, target).assemble(point.count());
    }

    /// What a definition says of its type's status decides how custom resources are read.
    private static List<ApiResource> definitionsFirst(List<ApiResource> types) {
        return types.stream()
                .sorted(Comparator.comparing(type -> !type.groupResource().equals(Types.CRD)))
                .toList();
    }
}
