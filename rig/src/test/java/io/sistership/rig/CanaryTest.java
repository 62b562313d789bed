package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/// The search finds what was planted, in each form: before anybody believes that it found nothing.
class CanaryTest {

    private static final String VALUE = "demo-payments-key-7f1c";
    private static final String LINE = "{\"data\":\"" + VALUE + "\"}\n";

    private final Canary canary = new Canary(VALUE);

    @Test
    void finds_it_plain_in_the_middle_of_a_file() {
        assertThat(canary.in("x".repeat(5000) + LINE + "y")).isTrue();
    }

    @Test
    void finds_it_in_base64_at_each_alignment_whatever_stands_around() {
        for (var before : new String[] {"", "a", "bc", "def", "\u00e9\u00e9"}) {
            for (var behind : new String[] {"", "1", "23", "\u00e9"}) {
                var encoded = base64((before + VALUE + behind).getBytes(UTF_8));

                assertThat(canary.in("log: " + encoded + " end")).as(before + behind).isTrue();
            }
        }
        assertThat(canary.forms()).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void finds_it_in_zstd_frames_behind_other_frames_and_bytes() {
        var frames = join("junk".getBytes(UTF_8), zstd(new byte[9]), zstd(line()));

        assertThat(canary.in(frames)).isTrue();
    }

    @Test
    void finds_it_in_gzip_and_in_a_release_of_helm() throws IOException {
        var gzip = gzip(line());

        assertThat(canary.in(gzip)).isTrue();
        assertThat(canary.in("release: " + base64(base64(gzip).getBytes(UTF_8)))).isTrue();
        assertThat(canary.in("release: " + base64(gzip))).isTrue();
    }

    @Test
    void finds_it_in_base64_inside_a_compressed_stream() {
        var secret = "{\"data\":{\"k\":\"" + base64(VALUE.getBytes(UTF_8)) + "\"}}";

        assertThat(canary.in(zstd(secret.getBytes(UTF_8)))).isTrue();
    }

    @Test
    void does_not_find_what_is_not_there() throws IOException {
        var other = LINE.replace("7f1c", "7f1d").getBytes(UTF_8);

        assertThat(canary.in(other)).isFalse();
        assertThat(canary.in(base64(other))).isFalse();
        assertThat(canary.in(gzip(other))).isFalse();
        assertThat(canary.in(zstd(other))).isFalse();
    }

    private static byte[] line() {
        return LINE.getBytes(UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] zstd(byte[] plain) {
        var zstd = new ZstdJavaCompressor();
        var out = new byte[zstd.maxCompressedLength(plain.length)];
        return Arrays.copyOf(out, zstd.compress(plain, 0, plain.length, out, 0, out.length));
    }
}
