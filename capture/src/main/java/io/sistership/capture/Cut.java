package io.sistership.capture;

import io.sistership.capture.OutsideCut.Cause;
import io.sistership.kube.DiscoveredType;
import io.sistership.kube.KubeClient;
import io.sistership.model.ApiResource;
import java.math.BigInteger;
import java.util.Optional;

/// The one revision at which types are listed, and which types can be.
///
/// A list at an exact revision can lie: a type that lives on another store than the rest answers
/// 200, repeats the revision it was asked for, and shows another moment or nothing. So a type
/// belongs to the cut only if the API server itself serves it, and if the revision that its own
/// store answers with lies between the cut's and one that the main store answers with afterwards.
/// Immutable.
///
/// @param revision the cut's
/// @param later the main store's, read after every type was asked
record Cut(String revision, String later) {

    /// A type of the main store that every server has.
    static final ApiResource MAIN = new ApiResource("", "v1", "Namespace", "namespaces", false);

    /// The main store's newest revision.
    static String now(KubeClient client) {
        return client.probe(MAIN).revision();
    }

    /// Why a type can't be listed at the cut's revision; empty where it can.
    Optional<OutsideCut> reasonAgainst(DiscoveredType type, String newest) {
        return switch (type.source()) {
            case AGGREGATED ->
                    outside(Cause.ANOTHER_SERVER, "another server than the cluster's serves it");
            case UNKNOWN -> outside(Cause.UNKNOWN_SERVER, "it isn't known which server serves it");
            case LOCAL ->
                    between(newest)
                            ? Optional.empty()
                            : outside(
                                    Cause.ANOTHER_STORE,
                                    "its store is at revision %s while the cluster's went from %s to %s"
                                            .formatted(newest, revision, later));
        };
    }

    private static Optional<OutsideCut> outside(Cause cause, String reason) {
        return Optional.of(new OutsideCut(cause, reason));
    }

    /// Revisions of one store can be compared as numbers (KEP-5504).
    private boolean between(String newest) {
        return numeric(newest)
                && numeric(revision)
                && numeric(later)
                && new BigInteger(newest).compareTo(new BigInteger(revision)) >= 0
                && new BigInteger(newest).compareTo(new BigInteger(later)) <= 0;
    }

    private static boolean numeric(String revision) {
        return !revision.isEmpty() && revision.chars().allMatch(it -> it >= '0' && it <= '9');
    }
}
