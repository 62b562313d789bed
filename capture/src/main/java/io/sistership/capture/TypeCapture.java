package io.sistership.capture;

import io.sistership.kube.DiscoveredType;
import io.sistership.kube.KubeClient;
import io.sistership.kube.ListOutcome.Complete;
import io.sistership.kube.ListOutcome.StartAgain;
import io.sistership.kube.ListRequest;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectKey;
import io.sistership.model.Progress;
import io.sistership.vault.Consistency;
import io.sistership.vault.SegmentWriter;

/// One type's objects into one writer: at the cut's revision if it can be, and from the start at a
/// newer one, out of the cut, if the server has forgotten that. Confined; one use.
final class TypeCapture {

    private static final int STARTS = 5;
    private static final int BATCH = 256;

    private final KubeClient client;
    private final Progress progress;
    private final Planned planned;
    private final SegmentWriter writer;
    private long objects;
    private long bytes;
    private long reportedObjects;
    private long reportedBytes;

    TypeCapture(KubeClient client, Progress progress, Planned planned, SegmentWriter writer) {
        this.client = client;
        this.progress = progress;
        this.planned = planned;
        this.writer = writer;
    }

    /// A type about to be captured.
    ///
    /// @param revision the cut's; empty where the type isn't in the cut
    /// @param note why it isn't
    /// @param estimate about how many objects it has; -1 where unknown
    record Planned(DiscoveredType type, String revision, String note, long estimate) {

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
        var request =
                planned.revision().isEmpty()
                        ? ListRequest.all()
                        : ListRequest.at(planned.revision());
        var note = planned.note();
        for (var start = 1; ; start++) {
            switch (client.list(planned.resource(), request, this::item)) {
                case Complete complete -> {
                    return completed(complete, note);
                }
                case StartAgain(_, var message) -> {
                    if (start == STARTS) {
                        throw new Unlistable(
                                "its list broke off %d times: %s".formatted(STARTS, message));
                    }
                    writer.restart();
                    forget();
                    request = ListRequest.all();
                    note = "its list had to start again at a newer revision: " + message;
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

    private CapturedType completed(Complete complete, String note) {
        var inCut = note.isEmpty() && complete.revision().equals(planned.revision());
        writer.complete(new Consistency(complete.revision(), inCut));
        report();
        return new CapturedType(
                planned.resource(), objects, bytes, complete.revision(), inCut, note);
    }

    /// What was reported of a list that broke off is taken back, so that totals stay true.
    private void forget() {
        objects = 0;
        bytes = 0;
        report();
    }

    private void item(byte[] buffer, int offset, int length, ObjectKey key) {
        writer.line(buffer, offset, length);
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
