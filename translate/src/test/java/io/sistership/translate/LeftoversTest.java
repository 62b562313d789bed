package io.sistership.translate;

import static io.sistership.translate.Fixtures.subject;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeftoversTest {

    private static final Leftovers LEFTOVERS = Leftovers.of(Fixtures.PRIMARY, Fixtures.RECOVERY);

    @Test
    void tells_every_string_and_name_that_still_names_account_or_region() {
        var subject =
                subject(
                        Fixtures.DEPLOYMENT,
                        """
                        {"metadata":{"labels":{"topology.kubernetes.io/zone":"us-east-1b"}},
                         "spec":{"env":[{"value":"fine"},{"value":"arn:aws:sqs:us-east-1:111111111111:orders"}],
                         "map":{"s3.us-east-1.amazonaws.com":true},"n":111111111111}}\
                        """);

        assertThat(LEFTOVERS.in(subject))
                .hasToString(
                        "[/metadata/labels/topology.kubernetes.io~1zone names region us-east-1,"
                                + " /spec/env/1/value names account 111111111111,"
                                + " /spec/env/1/value names region us-east-1,"
                                + " /spec/map/s3.us-east-1.amazonaws.com names region us-east-1]");
    }

    @ParameterizedTest
    @CsvSource({
        "111111111111,true",
        "x-111111111111-y,true",
        "1111111111112,false",
        "a111111111111,false",
        "us-east-1,true",
        "bucket-us-east-1,true",
        "us-east-1a,true",
        "us-east-1ab,false",
        "us-east-10,false",
        "ous-east-1,false",
        "us-west-2,false",
    })
    void knows_whole_words(String text, boolean named) {
        var subject = subject(Fixtures.CONFIG_MAP, "{\"data\":{\"k\":\"" + text + "\"}}");

        assertThat(LEFTOVERS.in(subject)).hasSize(named ? 1 : 0);
    }

    @Test
    void does_not_look_at_the_data_of_secrets_nor_at_its_applied_copy() {
        var json =
                """
                {"metadata":{"name":"s","annotations":{"a":"us-east-1",\
                "kubectl.kubernetes.io/last-applied-configuration":"us-east-1"}},\
                "data":{"us-east-1":"us-east-1"},"stringData":{"k":"us-east-1"}}\
                """;

        assertThat(LEFTOVERS.in(subject(Fixtures.SECRET, json)))
                .containsExactly(new Leftover("/metadata/annotations/a", "region us-east-1"));
        assertThat(LEFTOVERS.in(subject(Fixtures.CONFIG_MAP, json))).hasSize(4);
    }

    @Test
    void does_not_tell_what_both_sides_share() {
        var same = Leftovers.of(Fixtures.PRIMARY, Fixtures.PRIMARY);
        var subject = subject(Fixtures.CONFIG_MAP, "{\"data\":{\"k\":\"us-east-1 111111111111\"}}");

        assertThat(same.in(subject)).isEqualTo(List.of());
    }
}
