package io.sistership.vault;

import io.sistership.model.SegmentClass;
import io.sistership.vault.IndexState.IndexedDocuments;
import java.util.Optional;

/// Takes the AWS responses of one operation. Confined.
final class DocumentLines {

    private final String service;
    private final String operation;
    private final LineCutter cutter;
    private final Optional<LineHash> line;
    private final Optional<LineHash> all;
    private long count;

    DocumentLines(String service, String operation, SegmentSink sink, CaptureIndex index) {
        this.service = service;
        this.operation = operation;
        this.line = index.documentHash();
        this.all = index.documentHash();
        this.cutter =
                new LineCutter(
                        sink,
                        SegmentClass.OBJECTS,
                        lines -> SegmentHeader.of(service, operation, lines));
    }

    void document(byte[] json) {
        cutter.line(json, 0, json.length);
        line.ifPresent(hash -> all.orElseThrow().update(hash.of(json, 0, json.length)));
        count++;
    }

    /// How the point lists them: as the accepted one does, where they are the same.
    Finished finish(CaptureIndex index) {
        var hashed = all.map(hash -> new IndexedDocuments(service, operation, hash.text()));
        var unchanged = hashed.flatMap(index::unchanged);
        unchanged.ifPresent(_ -> cutter.discard());
        return new Finished(
                unchanged.orElseGet(
                        () -> new DocumentEntry(service, operation, count, cutter.finish())),
                hashed);
    }

    /// @param indexed for the next capture; empty where no index is kept
    record Finished(DocumentEntry entry, Optional<IndexedDocuments> indexed) {}
}
