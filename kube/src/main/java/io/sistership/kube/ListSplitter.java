package io.sistership.kube;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sistership.kube.JsonStream.MalformedException;
import io.sistership.model.ObjectKey;
import java.io.IOException;
import java.io.InputStream;

/// Reads one page of a list from a stream and hands over each item's bytes as they came.
///
/// Only the items' borders and keys are looked for; nothing is decoded and encoded again, and memory
/// is that of one item. Raw line breaks can't stand inside a JSON string (RFC 8259, section 7), so
/// the ones in an item are between tokens: they, and only they, are left out.
final class ListSplitter {

    private static final byte[] METADATA = "metadata".getBytes(US_ASCII);
    private static final byte[] ITEMS = "items".getBytes(US_ASCII);
    private static final byte[] NAME = "name".getBytes(US_ASCII);
    private static final byte[] NAMESPACE = "namespace".getBytes(US_ASCII);
    private static final byte[] REVISION = "resourceVersion".getBytes(US_ASCII);
    private static final byte[] CONTINUE = "continue".getBytes(US_ASCII);
    private static final byte[] REMAINING = "remainingItemCount".getBytes(US_ASCII);

    private final JsonStream json;
    private final ItemSink sink;
    private String revision = "";
    private String continuation = "";
    private long remaining = -1;
    private boolean itemsSeen;
    private String namespace = ""; // the current item's
    private String name = "";

    private ListSplitter(InputStream body, ItemSink sink) {
        this.json = new JsonStream(body);
        this.sink = sink;
    }

    /// Reads a page to its end.
    ///
    /// @throws IOException where the stream breaks or ends before the page does
    /// @throws NotAList where it isn't a list in JSON
    static PageEnd split(InputStream body, ItemSink sink) throws IOException {
        try {
            return new ListSplitter(body, sink).page();
        } catch (MalformedException e) {
            throw new NotAList("the answer is no JSON: " + e.getMessage());
        }
    }

    /// What a page says about itself.
    ///
    /// @param continuation empty on the last page
    /// @param remaining about how many objects follow; -1 where the server doesn't say
    record PageEnd(String revision, String continuation, long remaining) {}

    /// The answer is complete, but no list in JSON.
    static final class NotAList extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAList(String message) {
            super(message);
        }
    }

    private PageEnd page() throws IOException {
        if (!json.take('{')) {
            json.value(); // which tells other JSON from none
            throw new NotAList("the answer isn't a JSON object");
        }
        for (var first = true; json.member(first); first = false) {
            if (json.named(METADATA)) {
                metadata();
            } else if (json.named(ITEMS)) {
                items();
            } else {
                json.value();
            }
        }
        if (!itemsSeen) {
            throw new NotAList("the answer has no items");
        }
        if (json.more()) {
            throw new NotAList("something follows the list");
        }
        return new PageEnd(revision, continuation, remaining);
    }

    private void metadata() throws IOException {
        if (!json.take('{')) {
            json.value();
            return;
        }
        for (var first = true; json.member(first); first = false) {
            if (json.named(REVISION)) {
                revision = json.scalar();
            } else if (json.named(CONTINUE)) {
                continuation = json.scalar();
            } else if (json.named(REMAINING)) {
                remaining = count(json.scalar());
            } else {
                json.value();
            }
        }
    }

    private static long count(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    private void items() throws IOException {
        itemsSeen = true;
        if (json.peek() == 'n') {
            json.value(); // null: an empty list of an aggregated API, as Go writes a nil slice
            return;
        }
        if (!json.take('[')) {
            throw new NotAList("the answer's items are no array");
        }
        for (var first = true; json.item(first); first = false) {
            item();
        }
    }

    private void item() throws IOException {
        if (json.peek() != '{') {
            throw new NotAList("an item is no object");
        }
        json.keep();
        json.take('{');
        name = "";
        namespace = "";
        for (var first = true; json.member(first); first = false) {
            if (json.named(METADATA) && json.take('{')) {
                key();
            } else {
                json.value();
            }
        }
        if (name.isEmpty()) {
            throw new NotAList("an item has no metadata.name");
        }
        var length = json.keptLength();
        sink.item(json.bytes(), json.keptFrom(), length, new ObjectKey(namespace, name));
        json.release();
    }

    private void key() throws IOException {
        for (var first = true; json.member(first); first = false) {
            if (json.named(NAMESPACE)) {
                namespace = json.scalar();
            } else if (json.named(NAME)) {
                name = json.scalar();
            } else {
                json.value();
            }
        }
    }
}
