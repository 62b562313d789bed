package io.sistership.kube;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/// Reads JSON from a stream, strictly (RFC 8259), and keeps the bytes of one chosen value together.
///
/// It decodes nothing that nobody asked for: a list of an API server is passed over at about the
/// speed at which it comes. Depth costs bits, not stack. Confined; one use.
final class JsonStream {

    private static final int FIRST = 128 * 1024;
    private static final int MAX_DEPTH = 10_000; // what Go's decoder accepts
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final int NONE = -1;

    private final InputStream source;
    private final BitSet objects = new BitSet();
    private byte[] buffer = new byte[FIRST];
    private int at;
    private int limit;
    private int kept = NONE; // where the kept value begins
    private int token = NONE; // where the current name or scalar begins
    private int nameEnd;
    private boolean escaped;
    private boolean ended;
    private boolean broken; // a line break since the kept value began

    JsonStream(InputStream source) {
        this.source = source;
    }

    /// The bytes are no JSON.
    static final class MalformedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    /// The first byte of what comes next, white space passed over.
    int peek() throws IOException {
        while (true) {
            if (at == limit) {
                fill();
            }
            var next = buffer[at];
            switch (next) {
                case ' ', '\t' -> at++;
                case '\n', '\r' -> {
                    broken = true;
                    at++;
                }
                default -> {
                    return next;
                }
            }
        }
    }

    /// Whether anything but white space follows.
    boolean more() throws IOException {
        try {
            peek();
            return true;
        } catch (IOException e) {
            if (ended) {
                return false;
            }
            throw e;
        }
    }

    /// Whether this comes next; it is passed over if so.
    boolean take(int wanted) throws IOException {
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    /// Passes over the next member's name and its colon; answers whether there is a member.
    ///
    /// @param first whether the object just began
    boolean member(boolean first) throws IOException {
        if (take('}')) {
            return false;
        }
        if (!first) {
            require(',', "',' or '}'");
        }
        name();
        return true;
    }

    /// Passes over the comma before the next item of an array; answers whether there is an item.
    ///
    /// @param first whether the array just began
    boolean item(boolean first) throws IOException {
        if (take(']')) {
            return false;
        }
        if (!first) {
            require(',', "',' or ']'");
        }
        return true;
    }

    /// Whether the name that was passed over last is this one.
    boolean named(byte[] name) {
        if (escaped) {
            return text().equals(new String(name, StandardCharsets.UTF_8));
        }
        return Arrays.equals(buffer, token + 1, nameEnd, name, 0, name.length);
    }

    private void name() throws IOException {
        if (peek() != '"') {
            throw malformed("a member's name");
        }
        string();
        nameEnd = at - 1;
        require(':', "':'");
    }

    /// The text of a scalar; empty for null, and for objects and arrays, which are passed over.
    String scalar() throws IOException {
        var first = peek();
        value();
        return switch (first) {
            case '{', '[', 'n' -> "";
            case '"' -> {
                nameEnd = at - 1;
                yield text();
            }
            default -> new String(buffer, token, at - token, StandardCharsets.US_ASCII);
        };
    }

    private String text() {
        if (escaped) {
            return Json.string(Arrays.copyOfRange(buffer, token, nameEnd + 1));
        }
        return new String(buffer, token + 1, nameEnd - token - 1, StandardCharsets.UTF_8);
    }

    /// From here on bytes are kept, until [#release()].
    void keep() {
        kept = at;
        broken = false;
    }

    /// Where in [#bytes()] the kept value begins.
    int keptFrom() {
        return kept;
    }

    /// How long the kept value is, once line breaks between its tokens are taken out.
    int keptLength() {
        return broken ? withoutLineBreaks(kept, at) : at - kept;
    }

    byte[] bytes() {
        return buffer;
    }

    void release() {
        kept = NONE;
    }

    /// Passes over one value.
    void value() throws IOException {
        var depth = 0;
        while (true) {
            switch (peek()) {
                case '"' -> string();
                case '{' -> {
                    requireShallow(depth);
                    at++;
                    if (!take('}')) {
                        objects.set(depth++);
                        name();
                        continue;
                    }
                }
                case '[' -> {
                    requireShallow(depth);
                    at++;
                    if (!take(']')) {
                        objects.clear(depth++);
                        continue;
                    }
                }
                default -> literal();
            }
            depth = afterValue(depth);
            if (depth == 0) {
                return;
            }
        }
    }

    private static void requireShallow(int depth) {
        if (depth >= MAX_DEPTH) {
            throw new MalformedException("it is nested deeper than " + MAX_DEPTH + " levels");
        }
    }

    /// Closes what ends here and passes over the comma before the next value; answers the depth.
    private int afterValue(int depth) throws IOException {
        var left = depth;
        while (left > 0) {
            var object = objects.get(left - 1);
            if (take(',')) {
                if (object) {
                    name();
                }
                return left;
            }
            require(object ? '}' : ']', object ? "',' or '}'" : "',' or ']'");
            left--;
        }
        return left;
    }

    private void require(int wanted, String expected) throws IOException {
        if (!take(wanted)) {
            throw malformed(expected);
        }
    }

    private void string() throws IOException {
        token = at++;
        escaped = false;
        while (true) {
            special();
            var found = buffer[at++];
            if (found == '"') {
                return;
            }
            if (found != '\\') {
                throw new MalformedException("a control character stands in a string");
            }
            escaped = true;
            escape();
        }
    }

    /// Goes to the next quote, backslash or control character.
    private void special() throws IOException {
        while (true) {
            while (at + Long.BYTES <= limit) {
                var found = specials((long) LONG.get(buffer, at));
                if (found != 0) {
                    at += Long.numberOfTrailingZeros(found) >>> 3;
                    return;
                }
                at += Long.BYTES;
            }
            for (; at < limit; at++) {
                var next = buffer[at];
                if (next == '"' || next == '\\' || (next >= 0 && next < ' ')) {
                    return;
                }
            }
            fill();
        }
    }

    /// The high bit of each byte that is special; beyond the lowest one it may be wrong.
    private static long specials(long eight) {
        var quote = eight ^ ('"' * EACH);
        var backslash = eight ^ ('\\' * EACH);
        return (((quote - EACH) & ~quote)
                        | ((backslash - EACH) & ~backslash)
                        | ((eight - ' ' * EACH) & ~eight))
                & HIGH;
    }

    private void escape() throws IOException {
        switch (next()) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {}
            case 'u' -> {
                for (var digit = 0; digit < 4; digit++) {
                    if (Character.digit(next(), 16) < 0) {
                        throw new MalformedException("an escape isn't \\u and four digits");
                    }
                }
            }
            default -> throw new MalformedException("there is no such escape");
        }
    }

    private byte next() throws IOException {
        if (at == limit) {
            fill();
        }
        return buffer[at++];
    }

    private void literal() throws IOException {
        token = at;
        while (isLiteral(buffer[at])) {
            at++;
            if (at == limit) {
                fill();
            }
        }
        if (!Literals.isOne(buffer, token, at)) {
            throw malformed("a value");
        }
    }

    private static boolean isLiteral(byte it) {
        return (it >= '0' && it <= '9')
                || (it >= 'a' && it <= 'z')
                || it == '-'
                || it == '+'
                || it == '.'
                || it == 'E';
    }

    private MalformedException malformed(String expected) {
        return new MalformedException(
                "%s is expected where %s stands"
                        .formatted(expected, Character.getName(buffer[at] & 0xff)));
    }

    /// Moves the bytes together in place and answers how many are left.
    private int withoutLineBreaks(int from, int to) {
        var write = from;
        for (var read = from; read < to; read++) {
            if (buffer[read] != '\n' && buffer[read] != '\r') {
                buffer[write++] = buffer[read];
            }
        }
        return write - from;
    }

    /// Reads on; what is needed no longer makes room first.
    private void fill() throws IOException {
        var from = Math.min(kept == NONE ? at : kept, token == NONE ? at : Math.min(token, at));
        if (from > 0 && (limit == buffer.length || from == limit)) {
            move(from);
        }
        if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        var count = source.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            ended = true;
            throw new IOException("the answer ended before the list did");
        }
        limit += count;
        if (count == 0) {
            fill();
        }
    }

    private void move(int from) {
        System.arraycopy(buffer, from, buffer, 0, limit - from);
        at -= from;
        limit -= from;
        nameEnd -= from;
        kept = kept == NONE ? NONE : kept - from;
        token = token == NONE ? NONE : token - from;
    }
}
