package io.sistership.translate;

import java.util.List;

/// Leaves out the labels by which a Job's generated selector finds its pods: they hold the old uid,
/// and the server refuses them on creation.
///
/// With `manualSelector` the labels are a person's and stay.
/// Sources: kubernetes/pkg/registry/batch/job/strategy.go; github.com/velero-io/velero/pull/6712.
final class JobSelectorStrip implements Strip {

    private static final List<String> LABELS =
            List.of("controller-uid", "batch.kubernetes.io/controller-uid");
    private static final List<String> PLACES =
            List.of(
                    "/metadata/labels/",
                    "/spec/selector/matchLabels/",
                    "/spec/template/metadata/labels/");

    @Override
    public String name() {
        return "job-controller-uid";
    }

    @Override
    public List<JsonValue> in(Subject subject) {
        if (!subject.is("Job.batch") || isManual(subject.document())) {
            return List.of();
        }
        return PLACES.stream()
                .flatMap(place -> LABELS.stream().map(label -> place + JsonPath.escape(label)))
                .flatMap(path -> subject.document().all(path).stream())
                .toList();
    }

    private static boolean isManual(JsonDocument job) {
        return job.at("/spec/manualSelector").map(JsonValue::isTrue).orElse(false);
    }
}
