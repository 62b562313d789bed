package io.sistership.vault;

import io.sistership.model.Issue;
import io.sistership.model.Progress;
import io.sistership.model.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Takes a finished point out of the primary's outbox into the vault, after verifying it. It can't
/// unwrap: it never sees plain contents. Thread-safe; two publishers may meet, one is refused.
///
/// It may be killed at any place and run again: what was copied is found equal.
public final class Publisher {

    private final BlobStore outbox;
    private final BlobStore vault;
    private final AcceptedMarks marks;
    private final Pins pins;
    private final Condemned condemned;
    private final InstantSource clock;

    /// @param state the bucket with pins, accepted marks and what an expiry is about to delete
    public Publisher(BlobStore outbox, BlobStore vault, BlobStore state, InstantSource clock) {
        this.outbox = outbox;
        this.vault = vault;
        this.marks = new AcceptedMarks(state);
        this.pins = new Pins(state);
        this.condemned = new Condemned(state);
        this.clock = clock;
    }

    /// Verifies, copies, accepts and clears.
    ///
    /// @param configuration the digest of the published configuration
    /// @throws RefusedPointException if the point isn't what it should be; one that comes too late
    ///     is cleared from the outbox too
    public Published publish(
            PointId id, Expectations expected, Sha256 configuration, Progress progress) {
        var target = PointLocation.vault(expected.clusterName(), id);
        var mark = marks.read(expected.clusterName());
        var signed =
                isAccepted(id, mark)
                        ? accepted(target, expected)
                        : acceptUnlessMet(id, expected, mark, progress);
        Outbox.clear(outbox, id);
        return new Published(signed.statement(), target, issues(signed, configuration));
    }

    /// Accepted by an earlier run that didn't come to clearing the outbox.
    private static boolean isAccepted(PointId id, Optional<AcceptedMarks.Tagged> mark) {
        return mark.isPresent() && mark.get().mark().point().point().equals(id);
    }

    private SignedPoint accepted(PointLocation target, Expectations expected) {
        return new PointVerifier(vault, pins).signed(target, expected);
    }

    /// Another publisher may have cleared the outbox meanwhile: of this very point, or of one that
    /// was overtaken.
    private SignedPoint acceptUnlessMet(
            PointId id,
            Expectations expected,
            Optional<AcceptedMarks.Tagged> mark,
            Progress progress) {
        try {
            return accept(id, expected, mark, progress);
        } catch (RefusedPointException e) {
            var now = marks.read(expected.clusterName());
            if (e.reason() != Refusal.MISSING || now.equals(mark)) {
                throw e;
            }
            if (isAccepted(id, now)) {
                return accepted(PointLocation.vault(expected.clusterName(), id), expected);
            }
            Outbox.clear(outbox, id);
            throw overtaken(id, e);
        }
    }

    private SignedPoint accept(
            PointId id,
            Expectations expected,
            Optional<AcceptedMarks.Tagged> mark,
            Progress progress) {
        var reader = new PointReader(outbox, PointLocation.outbox(id));
        var files = new PointVerifier(outbox, pins).read(reader, expected);
        var signed = files.point();
        signed.requireValidKey(clock.instant());
        requireNext(signed, mark.map(AcceptedMarks.Tagged::mark));
        PointVerifier.verify(signed.manifest().written(), reader, progress);
        requireEarlier(signed, reader.location(), expected, mark);
        copy(files, reader, PointLocation.vault(expected.clusterName(), id), progress);
        raise(signed, expected.clusterName(), mark);
        return signed;
    }

    private void requireNext(SignedPoint signed, Optional<AcceptedMark> mark) {
        try {
            signed.requireNext(mark);
        } catch (RefusedPointException e) {
            Outbox.clear(outbox, signed.heading().id());
            throw e;
        }
    }

    /// What the point lists again lies in the vault already; it isn't read another time. A point that
    /// begins an epoch lists nothing again: its manifest's rules say so.
    private void requireEarlier(
            SignedPoint signed,
            PointLocation location,
            Expectations expected,
            Optional<AcceptedMarks.Tagged> mark) {
        if (signed.manifest().epoch().equals(signed.heading().id())) {
            return;
        }
        var accepted =
                mark.orElseThrow(() ->
                        location.file(PointFile.MANIFEST)
                                .refuse(
                                        Refusal.SEQUENCE,
                                        "it continues an epoch, but no point was accepted yet"));
        var previous = new Precedents(vault, pins).accepted(accepted.mark().point(), expected);
        new ListedAgain(signed, location)
                .require(previous.manifest(), VaultSegments.of(vault, expected.clusterName()));
    }

    private void copy(
            SignedFiles files, PointReader reader, PointLocation target, Progress progress) {
        var segments = files.point().manifest().written();
        progress.stage("publish", segments.size());
        BoundedTasks.forEach(
                segments,
                segment -> {
                    put(target, segment.file(), target.segment(segment), reader.segment(segment));
                    progress.advanced(1, segment.length());
                });
        put(target, PointFile.MANIFEST, target.manifest(), files.manifest());
        requireSpared(files.point(), target);
        put(target, PointFile.ENVELOPE, target.envelope(), files.envelope());
        requireSpared(files.point(), target);
    }

    /// Refuses a point of which an expiry is deleting something; see [Condemned].
    private void requireSpared(SignedPoint signed, PointLocation target) {
        var keys = condemned.keys(signed.heading().clusterName());
        var taken =
                signed.manifest().segments().stream()
                        .filter(segment -> keys.contains(target.segment(segment)))
                        .map(SegmentEntry::file)
                        .findFirst()
                        .or(() ->
                                keys.contains(target.manifest())
                                        ? Optional.of(PointFile.MANIFEST)
                                        : Optional.empty());
        if (taken.isPresent()) {
            Outbox.clear(outbox, target.id());
            throw target.file(taken.get())
                    .refuse(Refusal.EXPIRED, "an expiry of the vault has taken it meanwhile");
        }
    }

    /// Nothing in the vault is overwritten; what an earlier run put there is equal. Where an expiry
    /// takes that before it is compared, it is put again; [#requireSpared] learns of it.
    private void put(PointLocation target, String file, String key, byte[] content) {
        var same = Optional.of(false);
        do {
            try {
                vault.putNew(key, content);
                return;
            } catch (BlobConflictException e) {
                same = holds(key, content);
                if (same.equals(Optional.of(false))) {
                    throw target.file(file)
                            .refuse(
                                    Refusal.NAME_TAKEN,
                                    "the vault holds another file under that name",
                                    e);
                }
            }
        } while (same.isEmpty());
    }

    /// Whether this is what lies there; empty where nothing does any more.
    private Optional<Boolean> holds(String key, byte[] content) {
        try (var in = vault.get(key)) {
            return Optional.of(Arrays.equals(in.readNBytes(content.length + 1), content));
        } catch (BlobNotFoundException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + vault.describe() + "/" + key, e);
        }
    }

    private void raise(
            SignedPoint signed, String clusterName, Optional<AcceptedMarks.Tagged> from) {
        try {
            marks.raise(clusterName, from, AcceptedMark.of(signed.statement()));
        } catch (BlobConflictException e) {
            var id = signed.heading().id();
            if (isAccepted(id, marks.read(clusterName))) {
                return; // by another publisher of the same point
            }
            Outbox.clear(outbox, id);
            throw overtaken(id, e);
        }
    }

    private static RefusedPointException overtaken(PointId id, Throwable cause) {
        return PointLocation.outbox(id)
                .file(PointFile.ENVELOPE)
                .refuse(Refusal.SEQUENCE, "another point was accepted meanwhile", cause);
    }

    private static List<Issue> issues(SignedPoint signed, Sha256 configuration) {
        var heading = signed.heading();
        if (heading.configuration().equals(configuration)) {
            return List.of();
        }
        return List.of(
                Issue.warning(
                        "configuration-differs",
                        "recovery point " + heading.id(),
                        "it was captured with configuration %s, published is %s"
                                .formatted(heading.configuration(), configuration),
                        "Publish the configuration that you capture with, or capture again."));
    }
}
