package io.sistership.capture;

import io.sistership.kube.DiscoveredType;
import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeErrorKind;
import io.sistership.kube.KubeException;
import io.sistership.kube.UnavailableGroup;
import io.sistership.model.ApiResource;
import io.sistership.model.Issue;
import io.sistership.vault.AbsentType;
import io.sistership.vault.PointWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Every type's fate, into the point and into the report. Thread-safe.
final class Records {

    static final String REMOVED = "it was removed from the server during the capture";

    private static final Comparator<AbsentType> BY_NAME =
            Comparator.comparing(AbsentType::group).thenComparing(AbsentType::plural);

    private final KubeClient client;
    private final PointWriter point;
    private final List<CapturedType> types = new ArrayList<>();
    private final List<AbsentType> unavailable = new ArrayList<>();
    private final List<AbsentType> leftOut = new ArrayList<>();
    private final List<DiscoveredType> missing = new ArrayList<>();
    private final Set<String> definitions = new TreeSet<>();
    private final Map<String, String> deadServers = new HashMap<>();

    Records(KubeClient client, PointWriter point) {
        this.client = client;
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

    /// A CRD of this name is in the point.
    synchronized void definition(String name) {
        definitions.add(name);
    }

    synchronized boolean isDefined(ApiResource type) {
        return definitions.contains(type.groupResource());
    }

    /// CRDs in the point whose types nothing was said of.
    synchronized List<String> unaccounted() {
        var accounted = new HashSet<String>();
        types.forEach(it -> accounted.add(it.resource().groupResource()));
        unavailable.forEach(it -> accounted.add(it.plural() + "." + it.group()));
        leftOut.forEach(it -> accounted.add(it.plural() + "." + it.group()));
        missing.forEach(it -> accounted.add(it.resource().groupResource()));
        return definitions.stream().filter(it -> !accounted.contains(it)).toList();
    }

    /// The types that discovery listed and whose lists answered 404, once each.
    synchronized List<DiscoveredType> takeMissing() {
        var taken = List.copyOf(missing);
        missing.clear();
        return taken;
    }

    /// Why nothing of another server is asked for any more; empty where it may be.
    synchronized Optional<String> reasonAgainst(DiscoveredType type) {
        return type.local()
                ? Optional.empty()
                : Optional.ofNullable(deadServers.get(type.resource().apiVersion()));
    }

    /// One type's failure, or everything's.
    void unreadable(DiscoveredType type, KubeException failure) {
        requireCluster(type, failure);
        if (failure.is(KubeErrorKind.NOT_FOUND) && type.local()) {
            missing(type);
        } else {
            noteServer(type, failure);
            unavailable(type.resource(), failure.serverMessage());
        }
    }

    private synchronized void missing(DiscoveredType type) {
        missing.add(type);
    }

    /// What nothing of the cluster can be captured through ends the capture. An aggregated API may
    /// have its own opinion on who is calling; and of an answer that keeps breaking off it is asked
    /// whether the cluster answers otherwise.
    private void requireCluster(DiscoveredType type, KubeException failure) {
        var unknownCaller = failure.status() == 401 && type.local();
        if (unknownCaller
                || failure.is(KubeErrorKind.CERTIFICATE, KubeErrorKind.INTERRUPTED)
                || (failure.is(KubeErrorKind.UNREACHABLE) && !failure.mayHaveActed())) {
            throw failure;
        }
        if (failure.is(KubeErrorKind.UNREACHABLE)) {
            Cut.now(client);
        }
    }

    /// A server that doesn't answer for one of its types isn't asked for the others.
    private synchronized void noteServer(DiscoveredType type, KubeException failure) {
        if (!type.local()
                && failure.is(
                        KubeErrorKind.TIMEOUT,
                        KubeErrorKind.UNAVAILABLE,
                        KubeErrorKind.UNREACHABLE,
                        KubeErrorKind.THROTTLED)) {
            deadServers.putIfAbsent(type.resource().apiVersion(), failure.serverMessage());
        }
    }

    synchronized CaptureReport report(List<Issue> remarks) {
        types.sort(
                Comparator.comparing((CapturedType it) -> it.resource().group())
                        .thenComparing(it -> it.resource().plural()));
        unavailable.sort(BY_NAME);
        leftOut.sort(BY_NAME);
        var cut =
                types.stream().filter(CapturedType::inCut).map(CapturedType::revision).findFirst();
        return new CaptureReport(
                cut,
                types,
                unavailable,
                leftOut,
                client.retries().byCause(),
                remarks,
                point.epochStart());
    }
}
