package io.sistership.vault;

/// The place in the primary's scratch bucket where finished points wait to be published.
public final class Outbox {

    private Outbox() {}

    /// Deletes whatever lies there of a point, the envelope first: without it the rest is no point.
    public static void clear(BlobStore outbox, PointId point) {
        var location = PointLocation.outbox(point);
        outbox.delete(location.envelope());
        outbox.list(location.files()).forEach(blob -> outbox.delete(blob.key()));
    }
}
