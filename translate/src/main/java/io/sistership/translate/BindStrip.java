package io.sistership.translate;

import java.util.List;

/// Leaves out what the volume controllers and the scheduler noted on claims and volumes: that they
/// are bound, who provisions, which node was chosen.
///
/// With `bind-completed` a restored claim would count as bound to a volume that never heard of it,
/// and end up Lost (github.com/velero-io/velero/issues/2519). The names of volume and claim stay, so
/// both find each other and nobody else gets in between.
/// Source: k8s.io/component-helpers/storage/volume, pv_helpers.go.
final class BindStrip implements Strip {

    private static final List<JsonPath> CLAIM =
            List.of(
                    annotation("pv.kubernetes.io/bind-completed"),
                    annotation("pv.kubernetes.io/bound-by-controller"),
                    annotation("volume.kubernetes.io/selected-node"),
                    annotation("volume.kubernetes.io/storage-provisioner"),
                    annotation("volume.beta.kubernetes.io/storage-provisioner"));
    private static final List<JsonPath> VOLUME =
            List.of(annotation("pv.kubernetes.io/bound-by-controller"));

    @Override
    public String name() {
        return "volume-binding";
    }

    @Override
    public List<JsonValue> in(Subject subject) {
        var paths =
                switch (subject.type().groupKind()) {
                    case "PersistentVolumeClaim" -> CLAIM;
                    case "PersistentVolume" -> VOLUME;
                    default -> List.<JsonPath>of();
                };
        return paths.stream().flatMap(path -> subject.document().all(path).stream()).toList();
    }

    private static JsonPath annotation(String name) {
        return JsonPath.of("/metadata/annotations/" + JsonPath.escape(name));
    }
}
