package io.sistership.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where objects hold pod specs and image names: the built-in kinds, and custom kinds by path.
///
/// Immutable; the `with` methods give a longer table.
public final class PodSpecs {

    private static final List<String> IMAGES_OF_A_POD =
            List.of(
                    "/containers/*/image",
                    "/initContainers/*/image",
                    "/ephemeralContainers/*/image",
                    // Image volumes (KEP-4639).
                    "/volumes/*/image/reference");
    private static final String TEMPLATE = "/spec/template/spec";
    private static final String JOBS_OF_A_SET =
            "/spec/replicatedJobs/*/template/spec/template/spec";

    private final Map<String, List<JsonPath>> images;

    private PodSpecs(Map<String, List<JsonPath>> images) {
        this.images = Map.copyOf(images);
    }

    /// Every kind of Kubernetes itself that is a pod or has a template of one, and the kinds of others
    /// that are widely used in their place.
    /// Source: the API references of Argo Rollouts, OpenKruise, KEDA, Knative Serving and JobSet.
    public static PodSpecs builtIn() {
        return new PodSpecs(Map.of())
                .withPodSpec("Pod", "/spec")
                .withPodSpec("PodTemplate", "/template/spec")
                .withPodSpec("ReplicationController", TEMPLATE)
                .withPodSpec("Deployment.apps", TEMPLATE)
                .withPodSpec("ReplicaSet.apps", TEMPLATE)
                .withPodSpec("StatefulSet.apps", TEMPLATE)
                .withPodSpec("DaemonSet.apps", TEMPLATE)
                .withPodSpec("Job.batch", TEMPLATE)
                .withPodSpec("CronJob.batch", "/spec/jobTemplate/spec/template/spec")
                .withPodSpec("Rollout.argoproj.io", TEMPLATE)
                .withPodSpec("CloneSet.apps.kruise.io", TEMPLATE)
                .withPodSpec("StatefulSet.apps.kruise.io", TEMPLATE)
                .withPodSpec("DaemonSet.apps.kruise.io", TEMPLATE)
                .withPodSpec("ScaledJob.keda.sh", "/spec/jobTargetRef/template/spec")
                .withPodSpec("Service.serving.knative.dev", TEMPLATE)
                .withPodSpec("Configuration.serving.knative.dev", TEMPLATE)
                .withPodSpec("Revision.serving.knative.dev", "/spec")
                .withPodSpec("JobSet.jobset.x-k8s.io", JOBS_OF_A_SET);
    }

    /// A kind (`Rollout.argoproj.io`) whose objects hold a pod spec at this path.
    public PodSpecs withPodSpec(String groupKind, String path) {
        var spec = JsonPath.of(path);
        return with(groupKind, IMAGES_OF_A_POD.stream().map(spec::then).toList());
    }

    /// A kind whose objects hold an image's name at this path.
    public PodSpecs withImage(String groupKind, String path) {
        return with(groupKind, List.of(JsonPath.of(path)));
    }

    /// Whether objects of this kind may name images.
    boolean has(String groupKind) {
        return images.containsKey(groupKind);
    }

    /// The image names in an object: strings only.
    public List<JsonValue> images(Subject subject) {
        return images.getOrDefault(subject.type().groupKind(), List.of()).stream()
                .flatMap(path -> subject.document().all(path).stream())
                .filter(JsonValue::isString)
                .toList();
    }

    private PodSpecs with(String groupKind, List<JsonPath> paths) {
        var longer = new HashMap<>(images);
        var all = new ArrayList<>(images.getOrDefault(groupKind, List.of()));
        all.addAll(paths);
        longer.put(groupKind, List.copyOf(all));
        return new PodSpecs(longer);
    }
}
