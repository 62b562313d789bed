package io.sistership.kube;

import io.sistership.model.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamFactory.Feature;
import tools.jackson.core.json.JsonFactory;

/// Reads one page of a list from a stream and hands over each item's bytes as they came.
///
/// The parser only finds the items' borders and keys; the bytes are taken from what it was fed, so
/// nothing is decoded and encoded again, and memory is that of one item. Raw line breaks can't stand
/// inside a JSON string (RFC 8259, section 7), so the ones in an item are between tokens: they, and
/// only they, are left out.
final class ListSplitter {

    private static final int MAX_DEPTH = 10_000; // what Go's decoder accepts
    private static final String CUT = "the answer ended before the list did";
    private static final TokenStreamFactory FACTORY =
            JsonFactory.builder()
                    .disable(Feature.INTERN_PROPERTY_NAMES)
                    .disable(Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private final FedBytes fed;
    private final JsonParser parser;
    private final ItemSink sink;
    private String revision = "";
    private String continuation = "";
    private long remaining = -1;
    private boolean itemsSeen;

    private ListSplitter(InputStream body, ItemSink sink) {
        this.fed = new FedBytes(body);
        this.parser = FACTORY.createParser(ObjectReadContext.empty(), fed);
        this.sink = sink;
    }

    /// Reads a page to its end.
    ///
    /// @throws IOException where the stream breaks or ends before the page does
    /// @throws NotAList where it isn't a list in JSON
    static PageEnd split(InputStream body, ItemSink sink) throws IOException {
        return new ListSplitter(body, sink).page();
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
        var first = next();
        if (first == JsonToken.NOT_AVAILABLE) {
            throw new IOException(CUT);
        }
        if (first != JsonToken.START_OBJECT) {
            throw new NotAList("the answer isn't a JSON object");
        }
        while (next() == JsonToken.PROPERTY_NAME) {
            var member = parser.currentName();
            next();
            switch (member) {
                case "metadata" -> metadata();
                case "items" -> items();
                default -> skip();
            }
        }
        if (!itemsSeen) {
            throw new NotAList("the answer has no items");
        }
        if (next() != JsonToken.NOT_AVAILABLE) {
            throw new NotAList("something follows the list");
        }
        return new PageEnd(revision, continuation, remaining);
    }

    private void metadata() throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            skip();
            return;
        }
        while (next() == JsonToken.PROPERTY_NAME) {
            var member = parser.currentName();
            next();
            switch (member) {
                case "resourceVersion" -> revision = scalar();
                case "continue" -> continuation = scalar();
                case "remainingItemCount" -> remaining = count(scalar());
                default -> skip();
            }
        }
    }

    private static long count(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    private void items() throws IOException {
        itemsSeen = true;
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return; // an empty list of an aggregated API, as Go writes a nil slice
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new NotAList("the answer's items are no array");
        }
        while (next() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new NotAList("an item is no object");
            }
            item();
        }
    }

    private void item() throws IOException {
        var start = parser.currentTokenLocation().getByteOffset();
        fed.keepFrom(start);
        var namespace = "";
        var name = "";
        while (next() == JsonToken.PROPERTY_NAME) {
            var isMetadata = parser.currentName().equals("metadata");
            if (next() != JsonToken.START_OBJECT || !isMetadata) {
                skip();
                continue;
            }
            while (next() == JsonToken.PROPERTY_NAME) {
                var member = parser.currentName();
                next();
                switch (member) {
                    case "namespace" -> namespace = scalar();
                    case "name" -> name = scalar();
                    default -> skip();
                }
            }
        }
        if (name.isEmpty()) {
            throw new NotAList("an item has no metadata.name");
        }
        fed.handOver(
                start,
                parser.currentLocation().getByteOffset(),
                new ObjectKey(namespace, name),
                sink);
    }

    private String scalar() throws IOException {
        if (parser.currentToken().isStructStart()) {
            skip();
            return "";
        }
        try {
            return parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getString();
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    private JsonToken next() throws IOException {
        try {
            var token = parser.nextToken();
            return token == null ? JsonToken.NOT_AVAILABLE : token;
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    private void skip() throws IOException {
        try {
            parser.skipChildren();
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    /// The stream's own failure; its early end; or bytes that are no JSON.
    private IOException broken(JacksonException e) {
        var cause = fed.failure();
        if (cause.isPresent()) {
            return cause.get();
        }
        if (fed.ended()) {
            return new IOException(CUT);
        }
        throw new NotAList("the answer is no JSON: " + e.getOriginalMessage());
    }
}
