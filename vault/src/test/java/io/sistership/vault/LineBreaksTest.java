package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LineBreaksTest {

    @Test
    void finds_the_first_break_wherever_it_stands_and_nothing_else() {
        var random = new Random(3);
        for (var round = 0; round < 20_000; round++) {
            var bytes = new byte[random.nextInt(40)];
            for (var i = 0; i < bytes.length; i++) {
                bytes[i] =
                        (byte)
                                "ab\n\r\u000b\u000c\u0009\u00ff\u008a\u008d"
                                        .charAt(random.nextInt(10));
            }
            var from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);

            assertThat(LineBreaks.next(bytes, from, bytes.length)).isEqualTo(slowly(bytes, from));
        }
    }

    private static int slowly(byte[] bytes, int from) {
        for (var i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                return i;
            }
        }
        return bytes.length;
    }
}
