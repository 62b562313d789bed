package io.sistership.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionTest {

    @Test
    void the_longest_tier_counts_months_of_31_days() {
        assertThat(new Retention(24, 30, 12).longest()).isEqualTo(Duration.ofDays(372));
        assertThat(new Retention(24, 30, 0).longest()).isEqualTo(Duration.ofDays(30));
        assertThat(new Retention(100, 3, 0).longest()).isEqualTo(Duration.ofHours(100));
        assertThat(new Retention(0, 0, 0).longest()).isEqualTo(Duration.ZERO);
    }
}
