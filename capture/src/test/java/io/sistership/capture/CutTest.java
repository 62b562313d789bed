package io.sistership.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.capture.OutsideCut.Cause;
import io.sistership.kube.DiscoveredType;
import io.sistership.kube.DiscoveredType.Source;
import io.sistership.model.ApiResource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutTest {

    private final Cut cut = new Cut("99", "101");

    @ParameterizedTest
    @ValueSource(strings = {"99", "100", "101"})
    void takes_a_type_whose_store_is_where_the_main_store_is(String revision) {
        assertThat(cut.reasonAgainst(type(Source.LOCAL), revision)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "98", "102", "1000", "", "0x64", "99999999999999999999999"})
    void refuses_a_type_whose_store_is_elsewhere(String revision) {
        assertThat(cut.reasonAgainst(type(Source.LOCAL), revision))
                .contains(
                        new OutsideCut(
                                Cause.ANOTHER_STORE,
                                "its store is at revision %s while the cluster's went from 99 to 101"
                                        .formatted(revision)));
    }

    @Test
    void refuses_a_type_of_another_server_whatever_it_says() {
        assertThat(cut.reasonAgainst(type(Source.AGGREGATED), "100"))
                .contains(
                        new OutsideCut(
                                Cause.ANOTHER_SERVER,
                                "another server than the cluster's serves it"));
        assertThat(cut.reasonAgainst(type(Source.UNKNOWN), "100"))
                .contains(
                        new OutsideCut(
                                Cause.UNKNOWN_SERVER, "it isn't known which server serves it"));
    }

    private static DiscoveredType type(Source source) {
        return new DiscoveredType(
                new ApiResource("", "v1", "Pod", "pods", true),
                Set.of("list"),
                List.of("v1"),
                Set.of(),
                List.of(),
                source);
    }
}
