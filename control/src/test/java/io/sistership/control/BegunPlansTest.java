package io.sistership.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.vault.DirectoryStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BegunPlansTest {

    @TempDir private Path directory;

    @Test
    void a_plan_is_begun_once_it_was_noted() {
        var plans = plans(directory);

        assertThat(plans.isBegun("aaaa")).isFalse();
        plans.begin("aaaa");
        assertThat(plans.isBegun("aaaa")).isTrue();
        assertThat(plans.isBegun("bbbb")).isFalse();
    }

    private static BegunPlans plans(Path directory) {
        return new BegunPlans(new DirectoryStore(directory), "b9a9b79b81e101a7f3b2");
    }
}
