package io.sistership.capture;

import io.sistership.capture.TypeCapture.Planned;
import io.sistership.capture.TypeCapture.Unlistable;
import io.sistership.kube.DiscoveredType;
import io.sistership.kube.Discovery;
import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeException;
import io.sistership.kube.UnavailableGroup;
import io.sistership.model.ObjectKey;
import io.sistership.model.Progress;
import io.sistership.vault.IndexDamagedException;
import io.sistership.vault.PointWriter;
import io.sistership.vault.TypeHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Everything inside a cluster into a point's segments. It only ever reads: GET is the one method
/// it sends. One use per point.
public final class ClusterCapture {

    private final KubeClient client;
    private final CapturePolicy policy;
    private final CaptureOptions options;
    private final Progress progress;

    public ClusterCapture(
            KubeClient client, CapturePolicy policy, CaptureOptions options, Progress progress) {
        this.client = client;
        this.policy = policy;
        this.options = options;
        this.progress = progress;
    }

    /// Captures into a point, which the caller finishes with the report's cut.
    ///
    /// A type that can't be read is recorded as unavailable; a cluster that can't be reached, or
    /// that doesn't know the caller, ends the capture with a `KubeException`. If the index that the
    /// point builds on turns out to be damaged, the point begins again without it.
    public CaptureReport into(PointWriter point) {
        try {
            return attempt(point);
        } catch (IndexDamagedException e) {
            point.beginEpoch(e);
            return attempt(point);
        }
    }

    private CaptureReport attempt(PointWriter point) {
        progress.stage("discover", -1);
        var records = new Records(client, point);
        var discovery = client.discovery();
        var types = chosen(discovery, records);
        progress.stage("probe", types.size());
        var planned = new Probes(client, progress, records, options.oneRevision()).plan(types);
        progress.stage(
                "capture", planned.stream().mapToLong(it -> Math.max(0, it.estimate())).sum());
        capture(planned, point, records);
        var second = new SecondLook(client, policy, records);
        capture(second.again(), point, records);
        second.end();
        return records.report(policy.unmatched(discovery));
    }

    private List<DiscoveredType> chosen(Discovery discovery, Records records) {
        discovery.unavailable().forEach(group -> absent(group, records));
        var chosen = new ArrayList<DiscoveredType>();
        for (var type : discovery.types()) {
            var reason = policy.reasonAgainst(type);
            reason.ifPresentOrElse(
                    it -> records.leftOut(type.resource(), it), () -> chosen.add(type));
        }
        return chosen;
    }

    /// A dead metrics server is no issue: nothing of it would be captured anyway.
    private void absent(UnavailableGroup group, Records records) {
        policy.reasonAgainstGroup(group.group())
                .ifPresentOrElse(
                        reason -> records.leftOutGroup(group, reason),
                        () -> records.unavailableGroup(group));
    }

    private void capture(List<Planned> planned, PointWriter point, Records records) {
        Workers.forEach(planned, options.typesAtOnce(), type -> capture(type, point, records));
    }

    private void capture(Planned planned, PointWriter point, Records records) {
        var against = records.reasonAgainst(planned.type());
        if (against.isPresent()) {
            records.unavailable(planned.resource(), against.orElseThrow());
            return;
        }
        var header = new TypeHeader(planned.resource(), planned.type().servedVersions());
        try (var writer = point.open(header)) {
            var seen = seen(planned, records);
            records.captured(new TypeCapture(client, progress, planned, writer, seen).run());
        } catch (KubeException failure) {
            records.unreadable(planned.type(), failure);
        } catch (Unlistable failure) {
            records.unavailable(planned.resource(), String.valueOf(failure.getMessage()));
        }
    }

    private static Consumer<ObjectKey> seen(Planned planned, Records records) {
        return planned.resource().groupResource().equals(SecondLook.DEFINITIONS.groupResource())
                ? key -> records.definition(key.name())
                : _ -> {};
    }
}
