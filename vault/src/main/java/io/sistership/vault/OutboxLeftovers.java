package io.sistership.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What captures and publishers that died left in the primary's outbox. Confined.
///
/// A finished point that can't be accepted any more goes at once: whoever is publishing it is refused
/// anyway. The rest goes when its capture began long ago.
public final class OutboxLeftovers {

    private static final String PREFIX = "outbox/";

    private final BlobStore outbox;
    private final AcceptedMarks marks;
    private final Duration grace;

    public OutboxLeftovers(BlobStore outbox, AcceptedMarks marks, Duration grace) {
        this.outbox = outbox;
        this.marks = marks;
        this.grace = grace;
    }

    /// What would be cleared now.
    public List<PointId> find(Expectations expected, Instant now) {
        return points().stream().filter(id -> isOld(id, now) || overtaken(id, expected)).toList();
    }

    /// Clears it.
    public List<PointId> clear(Expectations expected, Instant now) {
        var found = find(expected, now);
        found.forEach(id -> Outbox.clear(outbox, id));
        return found;
    }

    private List<PointId> points() {
        var ids = new TreeSet<PointId>();
        for (var blob : outbox.list(PREFIX)) {
            var name = blob.key().substring(PREFIX.length()).split("/", 2)[0];
            if (PointId.matches(name)) {
                ids.add(new PointId(name));
            }
        }
        return List.copyOf(ids);
    }

    /// An id that names no time was never a capture's.
    private boolean isOld(PointId id, Instant now) {
        try {
            return id.begun().plus(grace).isBefore(now);
        } catch (IllegalArgumentException _) {
            return true;
        }
    }

    private boolean overtaken(PointId id, Expectations expected) {
        var mark = marks.find(expected.clusterName());
        return mark.isPresent()
                && heading(id)
                        .filter(heading -> heading.cluster().equals(expected.cluster()))
                        .filter(heading -> heading.sequence() <= mark.get().sequence())
                        .isPresent();
    }

    /// What a finished point says of itself. Nobody's signature is needed to throw it away.
    private Optional<PointHeading> heading(PointId id) {
        try (var in = outbox.get(PointLocation.outbox(id).envelope())) {
            var payload = Envelope.read(in.readNBytes(Envelope.MAX_LENGTH)).payload().bytes();
            return Optional.of(StatementJson.read(CanonicalJson.read(payload)).heading());
        } catch (BlobNotFoundException | IllegalArgumentException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
