package io.sistership.translate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The text inside a JSON string together with the place of each of its characters in the raw
/// bytes, so that a part of a text can be edited and every other escape keeps its spelling.
///
/// Immutable.
final class StringText {

    private final String text;
    private final int[] offsets;

    private StringText(String text, int[] offsets) {
        this.text = text;
        this.offsets = offsets;
    }

    /// Decodes a string value, keeping the places.
    static StringText of(JsonValue string) {
        if (!string.isString()) {
            throw new IllegalArgumentException(string + " is no string");
        }
        var span = string.span();
        var decoder = new Decoder(string.document().bytes(), span);
        decoder.run();
        return new StringText(decoder.text.toString(), decoder.offsets());
    }

    /// The decoded text of a raw string, quotes included in the span.
    static String decode(byte[] bytes, Span span) {
        for (int i = span.start() + 1; i < span.end() - 1; i++) {
            if (bytes[i] == '\\') {
                var decoder = new Decoder(bytes, span);
                decoder.run();
                return decoder.text.toString();
            }
        }
        return new String(bytes, span.start() + 1, span.length() - 2, StandardCharsets.UTF_8);
    }

    /// Whether a raw string says `wanted`, without decoding it where its bytes are plain ASCII.
    static boolean sameText(byte[] bytes, Span span, String wanted) {
        int length = span.length() - 2;
        if (length < wanted.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            byte b = bytes[span.start() + 1 + i];
            if (b < 0 || b == '\\') {
                return decode(bytes, span).equals(wanted);
            }
            if (i >= wanted.length() || b != wanted.charAt(i)) {
                return false;
            }
        }
        return length == wanted.length();
    }

    String text() {
        return text;
    }

    /// Where the characters `from` (inclusive) to `to` (exclusive) stand in the document's bytes.
    Span raw(int from, int to) {
        return new Span(offsets[from], offsets[to]);
    }

    /// One pass over a raw string.
    private static final class Decoder {

        private final byte[] bytes;
        private final int end;
        private final StringBuilder text;
        private int[] offsets;
        private int at;

        Decoder(byte[] bytes, Span span) {
            this.bytes = bytes;
            this.at = span.start() + 1;
            this.end = span.end() - 1;
            this.text = new StringBuilder(end - at);
            this.offsets = new int[end - at + 1];
        }

        void run() {
            while (at < end) {
                if (bytes[at] == '\\') {
                    escape();
                } else if (bytes[at] >= 0) {
                    put((char) bytes[at], 1);
                } else {
                    multiByte();
                }
            }
        }

        int[] offsets() {
            offsets = Arrays.copyOf(offsets, text.length() + 1);
            offsets[text.length()] = end;
            return offsets;
        }

        private void escape() {
            switch (bytes[at + 1]) {
                case 'b' -> put('\b', 2);
                case 'f' -> put('\f', 2);
                case 'n' -> put('\n', 2);
                case 'r' -> put('\r', 2);
                case 't' -> put('\t', 2);
                case 'u' -> put((char) hex(at + 2), 6);
                default -> put((char) bytes[at + 1], 2);
            }
        }

        private int hex(int from) {
            int value = 0;
            for (int i = from; i < from + 4; i++) {
                value = value * 16 + Character.digit(bytes[i], 16);
            }
            return value;
        }

        /// UTF-8: a character beyond the basic plane becomes two, both at the same place.
        private void multiByte() {
            int length = Math.min(lengthOf(bytes[at]), end - at);
            var decoded = new String(bytes, at, length, StandardCharsets.UTF_8);
            for (int i = 0; i < decoded.length(); i++) {
                put(decoded.charAt(i), i == decoded.length() - 1 ? length : 0);
            }
        }

        private static int lengthOf(byte lead) {
            int unsigned = lead & 0xff;
            if (unsigned >= 0xf0) {
                return 4;
            }
            return unsigned >= 0xe0 ? 3 : 2;
        }

        private void put(char c, int rawLength) {
            offsets[text.length()] = at;
            text.append(c);
            at += rawLength;
        }
    }
}
