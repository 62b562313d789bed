package io.sistership.kube;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Which bytes are a JSON value that is neither text nor structure (RFC 8259, sections 3 and 6).
final class Literals {

    private static final List<byte[]> WORDS =
            List.of(
                    "true".getBytes(StandardCharsets.US_ASCII),
                    "false".getBytes(StandardCharsets.US_ASCII),
                    "null".getBytes(StandardCharsets.US_ASCII));

    private Literals() {}

    static boolean isOne(byte[] bytes, int from, int to) {
        if (from == to) {
            return false;
        }
        return bytes[from] >= 'a' ? isWord(bytes, from, to) : isNumber(bytes, from, to);
    }

    private static boolean isWord(byte[] bytes, int from, int to) {
        for (var word : WORDS) {
            if (Arrays.equals(bytes, from, to, word, 0, word.length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNumber(byte[] bytes, int from, int to) {
        var start = bytes[from] == '-' ? from + 1 : from;
        var at = digits(bytes, start, to);
        if (at == start || (bytes[start] == '0' && at > start + 1)) {
            return false;
        }
        if (at < to && bytes[at] == '.') {
            var fraction = at + 1;
            at = digits(bytes, fraction, to);
            if (at == fraction) {
                return false;
            }
        }
        return at == to || isExponent(bytes, at, to);
    }

    private static boolean isExponent(byte[] bytes, int from, int to) {
        if (bytes[from] != 'e' && bytes[from] != 'E') {
            return false;
        }
        var signed = from + 1 < to && (bytes[from + 1] == '+' || bytes[from + 1] == '-');
        var start = from + (signed ? 2 : 1);
        return start < to && digits(bytes, start, to) == to;
    }

    private static int digits(byte[] bytes, int from, int to) {
        var at = from;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }
}
