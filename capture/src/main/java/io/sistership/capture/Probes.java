package io.sistership.capture;

import io.sistership.capture.OutsideCut.Cause;
import io.sistership.capture.TypeCapture.Planned;
import io.sistership.kube.DiscoveredType;
import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeException;
import io.sistership.kube.ListProbe;
import io.sistership.kube.Patience;
import io.sistership.model.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Asks each type for its store's revision, between two readings of the main store's, and plans the
/// lists by the answers.
final class Probes {

    private static final int AT_ONCE = 12;
    private static final Comparator<Planned> LARGEST_FIRST =
            Comparator.comparingLong(Planned::estimate)
                    .reversed()
                    .thenComparing(it -> it.resource().groupResource());

    private final KubeClient client;
    private final Progress progress;
    private final Records records;
    private final boolean oneRevision;

    Probes(KubeClient client, Progress progress, Records records, boolean oneRevision) {
        this.client = client;
        this.progress = progress;
        this.records = records;
        this.oneRevision = oneRevision;
    }

    List<Planned> plan(List<DiscoveredType> types) {
        var revision = Cut.now(client);
        var answers = new ConcurrentLinkedQueue<Probed>();
        Workers.forEach(byServer(types), AT_ONCE, together -> probe(together, answers));
        var cut = new Cut(revision, Cut.now(client));
        return answers.stream().map(it -> planned(it, cut)).sorted(LARGEST_FIRST).toList();
    }

    private record Probed(DiscoveredType type, ListProbe probe) {}

    /// Each of the cluster's own types for itself; the types of another server one after the other,
    /// so that one that is dead is waited for once.
    private static List<List<DiscoveredType>> byServer(List<DiscoveredType> types) {
        Map<String, List<DiscoveredType>> together = new LinkedHashMap<>();
        for (var type : types) {
            var name = type.local() ? type.toString() : type.resource().apiVersion();
            together.computeIfAbsent(name, _ -> new ArrayList<>()).add(type);
        }
        return List.copyOf(together.values());
    }

    private void probe(List<DiscoveredType> together, Queue<Probed> answers) {
        for (var type : together) {
            records.reasonAgainst(type)
                    .ifPresentOrElse(
                            reason -> records.unavailable(type.resource(), reason),
                            () -> probe(type).ifPresent(answers::add));
            progress.advanced(1, 0);
        }
    }

    private Optional<Probed> probe(DiscoveredType type) {
        try {
            var patience = type.local() ? Patience.FULL : Patience.BRIEF;
            return Optional.of(new Probed(type, client.probe(type.resource(), patience)));
        } catch (KubeException failure) {
            records.unreadable(type, failure);
            return Optional.empty();
        }
    }

    private Planned planned(Probed probed, Cut cut) {
        var outside =
                oneRevision
                        ? cut.reasonAgainst(probed.type(), probed.probe().revision())
                        : Optional.of(
                                new OutsideCut(Cause.SWITCHED_OFF, "the cut is switched off"));
        return new Planned(
                probed.type(),
                outside.isEmpty() ? cut.revision() : "",
                outside,
                probed.probe().estimatedObjects());
    }
}
