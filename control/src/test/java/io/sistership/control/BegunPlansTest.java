package io.sistership.control;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.model.SistershipException;
import io.sistership.vault.DirectoryStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BegunPlansTest {

    @Test
    void a_saved_plan_that_is_not_what_would_be_done_now_is_refused(@TempDir Path directory) {
        var plans = plans(directory);

        assertThatThrownBy(() -> plans.require("aaaa", "bbbb"))
                .isInstanceOf(SistershipException.class)
                .hasMessageStartingWith("plan aaaa is not what would be done now (bbbb): ");
    }

    @Test
    void a_saved_plan_that_is_still_right_is_done(@TempDir Path directory) {
        assertThatCode(() -> plans(directory).require("aaaa", "aaaa")).doesNotThrowAnyException();
    }

    @Test
    void a_plan_that_was_begun_goes_on_although_part_of_it_is_done(@TempDir Path directory) {
        plans(directory).begin("aaaa");

        assertThatCode(() -> plans(directory).require("aaaa", "cccc")).doesNotThrowAnyException();
    }

    private static BegunPlans plans(Path directory) {
        return new BegunPlans(new DirectoryStore(directory), "b9a9b79b81e101a7f3b2");
    }
}
