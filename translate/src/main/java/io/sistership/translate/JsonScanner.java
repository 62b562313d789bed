package io.sistership.translate;

import io.sistership.translate.JsonValue.Kind;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Finds the place of every value of a document in one pass over its bytes.
///
/// Strict (RFC 8259) in structure and literals. It doesn't recurse: depth costs heap, not stack, and
/// ends where the API server's own decoder ends (10,000, Go's encoding/json). Confined; used once.
final class JsonScanner {

    private static final int DEEPEST = 10_000;

    private final JsonDocument document;
    private final byte[] bytes;
    private int at;
    private int depth;
    private @Nullable JsonValue open;

    JsonScanner(JsonDocument document) {
        this.document = document;
        this.bytes = document.bytes();
    }

    JsonValue scan() {
        skipSpace();
        var root = value(null);
        while (open != null) {
            next(open);
        }
        skipSpace();
        if (at < bytes.length) {
            throw expected("the end");
        }
        return root;
    }

    /// Reads what follows inside an open object or array: its end, or one more item.
    private void next(JsonValue container) {
        boolean object = container.kind() == Kind.OBJECT;
        skipSpace();
        if (peek() == (object ? '}' : ']')) {
            at++;
            close(container);
            return;
        }
        if (!container.ownItems().isEmpty()) {
            expect(',');
            skipSpace();
        }
        value(object ? memberName() : null);
    }

    private Span memberName() {
        int start = at;
        if (peek() != '"') {
            throw expected("a member's name");
        }
        skipString();
        var name = new Span(start, at);
        skipSpace();
        expect(':');
        skipSpace();
        return name;
    }

    private JsonValue value(@Nullable Span name) {
        var kind = kindAt();
        var value = new JsonValue(document, kind, open, name, at);
        switch (kind) {
            case OBJECT, ARRAY -> open(value);
            case STRING -> skipString();
            case NUMBER -> skipNumber();
            case TRUE -> skipLiteral("true");
            case FALSE -> skipLiteral("false");
            case NULL -> skipLiteral("null");
        }
        value.endsAt(at);
        return value;
    }

    private Kind kindAt() {
        return switch (peek()) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.STRING;
            case 't' -> Kind.TRUE;
            case 'f' -> Kind.FALSE;
            case 'n' -> Kind.NULL;
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> Kind.NUMBER;
            default -> throw expected("a value");
        };
    }

    private void open(JsonValue container) {
        if (++depth > DEEPEST) {
            throw expected("at most " + DEEPEST + " levels");
        }
        at++;
        open = container;
    }

    private void close(JsonValue container) {
        depth--;
        container.endsAt(at);
        open = container.parent().orElse(null);
    }

    private void skipString() {
        at++;
        for (byte b = peek(); b != '"'; b = peek()) {
            if (b == '\\') {
                skipEscape();
            } else if (b >= 0 && b < ' ') {
                throw expected("no bare control character");
            } else {
                at++;
            }
        }
        at++;
    }

    private void skipEscape() {
        at++;
        switch (peek()) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
            case 'u' -> {
                at++;
                for (int i = 0; i < 4; i++, at++) {
                    if (Character.digit(peek(), 16) < 0) {
                        throw expected("a hexadecimal digit");
                    }
                }
            }
            default -> throw expected("an escape");
        }
    }

    private void skipNumber() {
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            skipDigits();
        }
        if (at < bytes.length && bytes[at] == '.') {
            at++;
            skipDigits();
        }
        if (at < bytes.length && (bytes[at] == 'e' || bytes[at] == 'E')) {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            skipDigits();
        }
    }

    private void skipDigits() {
        int start = at;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == start) {
            throw expected("a digit");
        }
    }

    private void skipLiteral(String literal) {
        for (byte b : literal.getBytes(StandardCharsets.US_ASCII)) {
            if (peek() != b) {
                throw expected("'" + literal + "'");
            }
            at++;
        }
    }

    private void skipSpace() {
        while (at < bytes.length
                && (bytes[at] == ' '
                        || bytes[at] == '\n'
                        || bytes[at] == '\r'
                        || bytes[at] == '\t')) {
            at++;
        }
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw expected("'" + wanted + "'");
        }
        at++;
    }

    /// The byte here, negative for those above 127.
    private byte peek() {
        if (at >= bytes.length) {
            throw expected("more");
        }
        return bytes[at];
    }

    private MalformedJsonException expected(String what) {
        return new MalformedJsonException(what, at);
    }
}
