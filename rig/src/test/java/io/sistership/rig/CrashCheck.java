package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real command line, killed (kill -9) before every write of a capture and its publication.
///
/// Run by `make soak`; its name keeps it out of `make test`, which has a sample: `CrashRigTest`.
class CrashCheck {

    @TempDir private static Path directory;

    @Test
    void a_capture_can_be_killed_before_any_write() {
        var kept = Kept.application(directory, "crashes", "{hourly: 24, daily: 30, monthly: 12}");
        kept.capture();
        var killing = new Killing(kept);
        int number = 0;
        for (var write = "first"; !write.isEmpty(); number++) {
            write = killing.before(number);
            System.out.println("killed before write " + number + ": " + write);
            killing.requireNoTrace(write);
        }
        // outbox, vault, mark, and clearing
        assertThat(number).isGreaterThan(10);
    }
}
