package io.sistership.vault;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// The accepted marks in the state bucket: `accepted/<cluster name>.json`. Thread-safe.
public final class AcceptedMarks {

    private static final int MAX_LENGTH = 16 << 10;

    private final BlobStore state;

    public AcceptedMarks(BlobStore state) {
        this.state = state;
    }

    /// The newest accepted point of a cluster.
    public Optional<AcceptedMark> find(String clusterName) {
        return read(clusterName).map(Tagged::mark);
    }

    /// What the next point of a cluster must carry to be accepted.
    public NextPoint next(String clusterName) {
        return AcceptedMark.next(find(clusterName));
    }

    /// A mark and the tag under which it was read.
    record Tagged(AcceptedMark mark, String tag) {}

    Optional<Tagged> read(String clusterName) {
        var key = key(clusterName);
        // The tag is asked for first: if the mark changes in between, the write below loses.
        return state.head(key).map(blob -> new Tagged(parse(key), blob.tag()));
    }

    /// Raises the mark from what was read.
    ///
    /// @throws BlobConflictException if somebody else raised it meanwhile
    void raise(String clusterName, Optional<Tagged> from, AcceptedMark to) {
        var key = key(clusterName);
        if (from.isPresent()) {
            state.replace(key, write(to), from.get().tag());
        } else {
            state.putNew(key, write(to));
        }
    }

    private AcceptedMark parse(String key) {
        try (var in = state.get(key)) {
            return parse(in.readNBytes(MAX_LENGTH));
        } catch (IllegalArgumentException e) {
            throw new SistershipException(
                    FailureKind.POINT_REFUSED,
                    "accepted-mark-broken",
                    "the accepted mark %s/%s can't be read: %s"
                            .formatted(state.describe(), key, e.getMessage()),
                    "Restore an earlier version of that file; the bucket keeps them.",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AcceptedMark parse(byte[] bytes) {
        var fields = CanonicalJson.read(bytes);
        HeadingJson.requireFormat(fields);
        var mark =
                new AcceptedMark(
                        fields.number("sequence"),
                        new PointLink(fields.pointId("point"), fields.sha256("digest")));
        fields.end();
        return mark;
    }

    private static byte[] write(AcceptedMark mark) {
        return CanonicalJson.bytes(json -> {
            json.writeNumberProperty("format", HeadingJson.FORMAT);
            json.writeNumberProperty("sequence", mark.sequence());
            json.writeStringProperty("point", mark.point().point().value());
            json.writeStringProperty("digest", mark.point().digest().hex());
        });
    }

    private static String key(String clusterName) {
        return "accepted/" + clusterName + ".json";
    }
}
