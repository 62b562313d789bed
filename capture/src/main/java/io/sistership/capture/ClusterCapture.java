package io.sistership.capture;

import io.sistership.capture.TypeCapture.Planned;
import io.sistership.capture.TypeCapture.Unlistable;
import io.sistership.kube.DiscoveredType;
import io.sistership.kube.Discovery;
import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeErrorKind;
import io.sistership.kube.KubeException;
import io.sistership.kube.ListProbe;
import io.sistership.kube.UnavailableGroup;
import io.sistership.model.ApiResource;
import io.sistership.model.Progress;
import io.sistership.vault.AbsentType;
import io.sistership.vault.PointWriter;
import io.sistership.vault.TypeHeader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Everything inside a cluster into a point's segments. It only ever reads: GET is the one method
/// it sends. One use per point.
public final class ClusterCapture {

    private static final int PROBES_AT_ONCE = 12;

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
    /// that doesn't know the caller, ends the capture with a `KubeException`.
    public CaptureReport into(PointWriter point) {
        progress.stage("discover", -1);
        var records = new Records(point);
        var types = chosen(client.discovery(), records);
        progress.stage("probe", types.size());
        var planned = plan(types, records);
        progress.stage(
                "capture", planned.stream().mapToLong(it -> Math.max(0, it.estimate())).sum());
        Workers.forEach(planned, options.typesAtOnce(), type -> capture(type, point, records));
        return records.report(client);
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

    /// Asks each type for its store's revision, between two readings of the main store's.
    private List<Planned> plan(List<DiscoveredType> types, Records records) {
        var revision = Cut.now(client);
        var probes = new ConcurrentLinkedQueue<Probed>();
        Workers.forEach(types, PROBES_AT_ONCE, type -> probe(type, records).ifPresent(probes::add));
        var cut = new Cut(revision, Cut.now(client));
        return probes.stream()
                .map(probed -> planned(probed, cut))
                .sorted(
                        Comparator.comparingLong(Planned::estimate)
                                .reversed()
                                .thenComparing(it -> it.resource().groupResource()))
                .toList();
    }

    private record Probed(DiscoveredType type, ListProbe probe) {}

    private Planned planned(Probed probed, Cut cut) {
        var against =
                options.oneRevision()
                        ? cut.reasonAgainst(probed.type(), probed.probe().revision())
                        : Optional.of("the cut is switched off");
        return new Planned(
                probed.type(),
                against.isEmpty() ? cut.revision() : "",
                against.orElse(""),
                probed.probe().estimatedObjects());
    }

    private Optional<Probed> probe(DiscoveredType type, Records records) {
        try {
            var probe = client.probe(type.resource());
            progress.advanced(1, 0);
            return Optional.of(new Probed(type, probe));
        } catch (KubeException failure) {
            records.unreadable(type, failure);
            return Optional.empty();
        }
    }

    private void capture(Planned planned, PointWriter point, Records records) {
        var header = new TypeHeader(planned.resource(), planned.type().servedVersions());
        try (var writer = point.open(header)) {
            records.captured(new TypeCapture(client, progress, planned, writer).run());
        } catch (KubeException failure) {
            records.unreadable(planned.type(), failure);
        } catch (Unlistable failure) {
            records.unavailable(planned.resource(), String.valueOf(failure.getMessage()));
        }
    }

    /// Writes every type's fate into the point and into the report. Thread-safe.
    private static final class Records {

        private static final Comparator<AbsentType> BY_NAME =
                Comparator.comparing(AbsentType::group).thenComparing(AbsentType::plural);

        private final PointWriter point;
        private final List<CapturedType> types = new ArrayList<>();
        private final List<AbsentType> unavailable = new ArrayList<>();
        private final List<AbsentType> leftOut = new ArrayList<>();

        Records(PointWriter point) {
            this.point = point;
        }

        synchronized void captured(CapturedType type) {
            types.add(type);
        }

        synchronized void leftOut(ApiResource type, String reason) {
            point.leftOut(type, reason);
            leftOut.add(AbsentType.of(type, reason));
        }

        synchronized void leftOutGroup(UnavailableGroup group, String reason) {
            point.leftOutGroup(group.group(), group.version(), reason);
            leftOut.add(AbsentType.ofGroup(group.group(), group.version(), reason));
        }

        synchronized void unavailable(ApiResource type, String reason) {
            point.unavailable(type, reason);
            unavailable.add(AbsentType.of(type, reason));
        }

        synchronized void unavailableGroup(UnavailableGroup group) {
            point.unavailableGroup(group.group(), group.version(), group.reason());
            unavailable.add(AbsentType.ofGroup(group.group(), group.version(), group.reason()));
        }

        /// One type's failure, or everything's.
        void unreadable(DiscoveredType type, KubeException failure) {
            if (failure.status() == 401
                    || failure.is(
                            KubeErrorKind.UNREACHABLE,
                            KubeErrorKind.CERTIFICATE,
                            KubeErrorKind.INTERRUPTED)) {
                throw failure;
            }
            if (failure.is(KubeErrorKind.NOT_FOUND) && type.local()) {
                leftOut(type.resource(), "it was removed from the server during the capture");
            } else {
                unavailable(type.resource(), failure.serverMessage());
            }
        }

        synchronized CaptureReport report(KubeClient client) {
            types.sort(
                    Comparator.comparing((CapturedType it) -> it.resource().group())
                            .thenComparing(it -> it.resource().plural()));
            unavailable.sort(BY_NAME);
            leftOut.sort(BY_NAME);
            var cut =
                    types.stream()
                            .filter(CapturedType::inCut)
                            .map(CapturedType::revision)
                            .findFirst();
            return new CaptureReport(cut, types, unavailable, leftOut, client.retries().byCause());
        }
    }
}
