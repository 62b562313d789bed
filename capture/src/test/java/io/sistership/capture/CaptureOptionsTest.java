package io.sistership.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.kube.KubeOptions;
import io.sistership.model.CaptureChanges;
import org.junit.jupiter.api.Test;

class CaptureOptionsTest {

    @Test
    void lists_no_more_types_at_once_than_requests_may_be_open() {
        var standard = CaptureOptions.standard();

        assertThat(standard.requestsAtOnce(1)).isEqualTo(new CaptureOptions(1, true));
        assertThat(standard.requestsAtOnce(12)).isEqualTo(standard);
        assertThat(standard.withoutCut().requestsAtOnce(2)).isEqualTo(new CaptureOptions(2, false));
    }

    @Test
    void no_type_at_once_is_refused() {
        assertThatThrownBy(() -> CaptureOptions.standard().requestsAtOnce(0))
                .hasMessage("types at once are below 1: 0");
    }

    @Test
    void a_configuration_without_a_pace_means_the_usual_one() {
        assertThat(CaptureChanges.NONE.requestsAtOnce())
                .isEqualTo(KubeOptions.standard().inFlight());
    }
}
