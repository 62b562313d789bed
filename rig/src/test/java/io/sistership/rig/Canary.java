package io.sistership.rig;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// A planted value, found wherever it stands: plain, in base64 at each of its three alignments (after
/// so many other bytes), and inside zstd and gzip streams, these in base64 too, as Helm keeps its
/// releases. Immutable.
final class Canary {

    private static final String ZSTD = "(\u00b5/\u00fd";
    private static final String GZIP = "\u001f\u008b\u0008";
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{24,}");

    /// A release of Helm is base64 of base64 of gzip.
    private static final int DEPTH = 4;

    private final List<String> forms;

    Canary(String value) {
        var all = new ArrayList<String>();
        all.add(value);
        for (int before = 0; before < 3; before++) {
            all.add(aligned(value, before));
        }
        this.forms = List.copyOf(all);
    }

    List<String> forms() {
        return forms;
    }

    boolean in(String text) {
        return in(text.getBytes(UTF_8));
    }

    boolean in(byte[] content) {
        return in(content, DEPTH);
    }

    private boolean in(byte[] content, int depth) {
        var text = new String(content, ISO_8859_1);
        return forms.stream().anyMatch(text::contains)
                || (depth > 0 && packed(content, text).anyMatch(inner -> in(inner, depth - 1)));
    }

    private static Stream<byte[]> packed(byte[] content, String text) {
        return Stream.of(
                        streams(content, text, ZSTD, ZstdInputStream::new),
                        streams(content, text, GZIP, GZIPInputStream::new),
                        base64(text))
                .flatMap(each -> each);
    }

    private interface Unpacking {
        InputStream of(InputStream packed) throws IOException;
    }

    private static Stream<byte[]> streams(
            byte[] content, String text, String magic, Unpacking unpacking) {
        return Stream.iterate(text.indexOf(magic), at -> at >= 0, at -> text.indexOf(magic, at + 1))
                .map(at -> unpacked(content, at, unpacking));
    }

    /// As much as can be unpacked from there: what only looks like a stream gives nothing.
    private static byte[] unpacked(byte[] content, int from, Unpacking unpacking) {
        var plain = new ByteArrayOutputStream();
        var packed = new ByteArrayInputStream(content, from, content.length - from);
        try (var in = unpacking.of(packed)) {
            in.transferTo(plain);
        } catch (IOException _) {
            return plain.toByteArray();
        }
        return plain.toByteArray();
    }

    /// Only what holds something packed: plain values are found as they are.
    private static Stream<byte[]> base64(String text) {
        return BASE64.matcher(text)
                .results()
                .map(run -> decoded(run.group()))
                .flatMap(Optional::stream)
                .filter(Canary::holdsStream);
    }

    private static Optional<byte[]> decoded(String run) {
        int whole = run.length() % 4 == 1 ? run.length() - 1 : run.length();
        try {
            return Optional.of(Base64.getDecoder().decode(run.substring(0, whole)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static boolean holdsStream(byte[] decoded) {
        var start = new String(Arrays.copyOf(decoded, 4), ISO_8859_1);
        return start.equals(ZSTD) || start.startsWith(GZIP) || start.startsWith("H4sI");
    }

    /// The base64 digits that depend on the value alone.
    private static String aligned(String value, int before) {
        var bytes = new byte[before + value.length()];
        System.arraycopy(value.getBytes(UTF_8), 0, bytes, before, value.length());
        var digits = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        int from = before == 0 ? 0 : before + 1;
        int to = bytes.length % 3 == 0 ? digits.length() : digits.length() - 1;
        return digits.substring(from, to);
    }
}
