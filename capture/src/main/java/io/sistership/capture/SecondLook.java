package io.sistership.capture;

import io.sistership.capture.OutsideCut.Cause;
import io.sistership.capture.TypeCapture.Planned;
import io.sistership.kube.DiscoveredType;
import io.sistership.kube.Discovery;
import io.sistership.kube.KubeClient;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// What came, went or changed its version while a capture ran: types that discovery listed and whose
/// lists answered 404, and CRDs in the point whose types discovery didn't have.
///
/// A type that answers 404 may be gone, or served in another version by now, or be one that the
/// server lists and can't find: only the first may be passed over.
final class SecondLook {

    static final ApiResource DEFINITIONS =
            new ApiResource(
                    "apiextensions.k8s.io",
                    "v1",
                    "CustomResourceDefinition",
                    "customresourcedefinitions",
                    false);

    private final KubeClient client;
    private final CapturePolicy policy;
    private final Records records;

    SecondLook(KubeClient client, CapturePolicy policy, Records records) {
        this.client = client;
        this.policy = policy;
        this.records = records;
    }

    /// What is to be captured after all.
    List<Planned> again() {
        var unaccounted = records.unaccounted();
        var missing = records.takeMissing();
        if (missing.isEmpty() && unaccounted.isEmpty()) {
            return List.of();
        }
        var now = client.discovery();
        var again = new ArrayList<Planned>();
        missing.forEach(type -> missing(type, now).ifPresent(again::add));
        unaccounted.forEach(name -> unaccounted(name, now).ifPresent(again::add));
        return again;
    }

    /// Types that answered 404 twice: gone, if their CRDs are.
    void end() {
        for (var type : records.takeMissing()) {
            var name = type.resource().groupResource();
            if (records.isDefined(type.resource()) && definition(name).isEmpty()) {
                records.leftOut(type.resource(), Records.REMOVED);
            } else {
                records.unavailable(
                        type.resource(),
                        "the server lists it among its types, but not its objects (404)");
            }
        }
    }

    private Optional<Planned> missing(DiscoveredType type, Discovery now) {
        var found = now.find(type.resource().group(), type.resource().plural());
        if (found.isEmpty()) {
            records.leftOut(type.resource(), Records.REMOVED);
        }
        return found.map(
                it -> planned(it, "its list answered 404 at first: it changed during the capture"));
    }

    private Optional<Planned> unaccounted(String name, Discovery now) {
        var dot = name.indexOf('.');
        var found = now.find(name.substring(dot + 1), name.substring(0, dot));
        if (found.isEmpty()) {
            definition(name).ifPresent(this::unserved);
            return Optional.empty();
        }
        var reason = found.flatMap(policy::reasonAgainst);
        reason.ifPresent(it -> records.leftOut(found.orElseThrow().resource(), it));
        return reason.isPresent()
                ? Optional.empty()
                : found.map(it -> planned(it, "it came while the capture ran"));
    }

    private static Planned planned(DiscoveredType type, String reason) {
        return new Planned(
                type, "", Optional.of(new OutsideCut(Cause.CHANGED_MEANWHILE, reason)), -1);
    }

    private Optional<JsonNode> definition(String name) {
        return client.find(DEFINITIONS, new ObjectKey("", name)).map(it -> it.json());
    }

    /// A CRD may serve none of its versions, or not be established as another one has its names; its
    /// objects are stored all the same.
    private void unserved(JsonNode definition) {
        var spec = definition.path("spec");
        var version =
                StreamSupport.stream(spec.path("versions").spliterator(), false)
                        .filter(it -> it.path("storage").asBoolean(false))
                        .findFirst()
                        .map(it -> it.path("name").asString(""))
                        .orElse("unknown");
        records.unavailable(
                new ApiResource(
                        spec.path("group").asString(""),
                        version,
                        spec.path("names").path("kind").asString("unknown"),
                        spec.path("names").path("plural").asString("unknown"),
                        spec.path("scope").asString("").equals("Namespaced")),
                "its CRD is in the cluster, but the server doesn't serve it");
    }
}
