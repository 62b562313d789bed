package io.sistership.translate;

import java.nio.charset.StandardCharsets;

/// Writes text as JSON with as few escapes as the format allows: quote, backslash and control
/// characters (RFC 8259, section 7), and lone surrogates, which UTF-8 can't hold.
final class JsonText {

    private JsonText() {}

    /// The text as a JSON string, with its quotes.
    static byte[] quoted(String text) {
        return ('"' + escaped(text) + '"').getBytes(StandardCharsets.UTF_8);
    }

    /// The text as the inside of a JSON string.
    static String escaped(String text) {
        var out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> append(out, point));
        return out.toString();
    }

    private static void append(StringBuilder out, int point) {
        switch (point) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            default -> {
                if (point < ' ' || (point >= 0xd800 && point <= 0xdfff)) {
                    out.append("\\u%04x".formatted(point));
                } else {
                    out.appendCodePoint(point);
                }
            }
        }
    }
}
