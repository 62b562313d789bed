package io.sistership.capture;

import io.sistership.capture.OutsideCut.Cause;
import io.sistership.kube.DiscoveredType;
import io.sistership.kube.KubeClient;
import io.sistership.kube.ListOutcome.Complete;
import io.sistership.kube.ListOutcome.StartAgain;
import io.sistership.kube.ListRequest;
import io.sistership.kube.Patience;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectKey;
import io.sistership.model.Progress;
import io.sistership.vault.Consistency;
import io.sistership.vault.SegmentWriter;
import java.util.Optional;
import java.util.function.Consumer;

/// One type's objects into one writer: at the cut's revision if it can be, and from the start at a
/// newer one, out of the cut, if the server has forgotten that. Confined; one use.
final class TypeCapture {

    private static final int STARTS = 5;
    private static final int BATCH = 256;

    private final KubeClient client;
    private final Progress progress;
    private final Planned planned;
    private final SegmentWriter writer;
    private final Consumer<ObjectKey> seen;
    private long objects;
    private long bytes;
    private long reportedObjects;
    private long reportedBytes;

    /// @param seen told of each object, once more where the list started again
    TypeCapture(
            KubeClient client,
            Progress progress,
            Planned planned,
            SegmentWriter writer,
            Consumer<ObjectKey> seen) {
        this.client = client;
        this.progress = progress;
        this.planned = planned;
        this.writer = writer;
        this.seen = seen;
    }

    /// A type about to be captured.
    ///
    /// @param revision the cut's; empty where the type isn't in the cut
    /// @param outside why it isn't
    /// @param estimate about how many objects it has; -1 where unknown
    record Planned(
            DiscoveredType type, String revision, Optional<OutsideCut> outside, long estimate) {

        ApiResource resource() {
            return type.resource();
        }
    }

    /// Throws [Unlistable] where the type's list never came to its end, and `KubeException`.
    CapturedType run() {
        var complete = false;
        try {
            var captured = list();
            complete = true;
            return captured;
        } finally {
            if (!complete) {
                forget();
            }
        }
    }

    private CapturedType list() {
        var patience = planned.type().local() ? Patience.FULL : Patience.BRIEF;
        var request = ListRequest.at(planned.revision()).with(patience);
        var outside = planned.outside();
        for (var start = 1; ; start++) {
            switch (client.list(planned.resource(), request, this::item)) {
                case Complete complete -> {
                    return completed(complete, outside);
                }
                case StartAgain(_, var message) -> {
                    if (start == STARTS) {
                        throw new Unlistable(
                                "its list broke off %d times: %s".formatted(STARTS, message));
                    }
                    writer.restart();
                    forget();
                    request = ListRequest.all().with(patience);
                    outside = outside.or(() -> startedAgain(message));
                }
            }
        }
    }

    /// The type can't be captured now.
    static final class Unlistable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unlistable(String message) {
            super(message);
        }
    }

    private static Optional<OutsideCut> startedAgain(String message) {
        return Optional.of(
                new OutsideCut(
                        Cause.STARTED_AGAIN,
                        "its list had to start again at a newer revision: " + message));
    }

    private CapturedType completed(Complete complete, Optional<OutsideCut> known) {
        var outside = known.or(() -> elsewhere(complete.revision()));
        writer.complete(new Consistency(complete.revision(), outside.isEmpty()));
        report();
        return new CapturedType(planned.resource(), objects, bytes, complete.revision(), outside);
    }

    /// A server may take no notice of the revision that it is asked for.
    private Optional<OutsideCut> elsewhere(String revision) {
        return revision.equals(planned.revision())
                ? Optional.empty()
                : Optional.of(
                        new OutsideCut(
                                Cause.ANOTHER_STORE,
                                "the server showed it at revision %s where %s was asked for"
                                        .formatted(revision, planned.revision())));
    }

    /// What was reported of a list that broke off is taken back, so that totals stay true.
    private void forget() {
        objects = 0;
        bytes = 0;
        report();
    }

    private void item(byte[] buffer, int offset, int length, ObjectKey key) {
        writer.line(key, buffer, offset, length);
        seen.accept(key);
        objects++;
        bytes += length;
        if (objects % BATCH == 0) {
            report();
        }
    }

    private void report() {
        progress.advanced(objects - reportedObjects, bytes - reportedBytes);
        reportedObjects = objects;
        reportedBytes = bytes;
    }
}
