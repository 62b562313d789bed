package io.sistership.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.model.Arn;
import io.sistership.translate.Counterpart.Ambiguous;
import io.sistership.translate.Counterpart.Found;
import io.sistership.translate.Counterpart.Missing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CounterpartsTest {

    @Test
    void an_explicit_role_is_found_with_and_without_its_path() {
        var counterparts =
                Counterparts.explicit(
                        Map.of(
                                "arn:aws:iam::111111111111:role/p/q/r",
                                "arn:aws:iam::222222222222:role/x"));
        var found =
                new Found("arn:aws:iam::222222222222:role/x", "counterparts of sistership.yaml");

        assertThat(counterparts.of(role("p/q/r"))).isEqualTo(found);
        assertThat(counterparts.of(role("r"))).isEqualTo(found);
        assertThat(counterparts.of(role("other"))).isEqualTo(new Missing());
    }

    @Test
    void what_is_named_as_a_counterpart_stands_for_itself_unless_it_has_one_of_its_own() {
        var counterparts = Counterparts.explicit(Map.of("sg-1", "sg-2", "sg-2", "sg-3"));

        assertThat(List.of("sg-1", "sg-2", "sg-3", "sg-4"))
                .extracting(
                        id -> counterparts.of(new Identifier(Identifier.Kind.SECURITY_GROUP, id)))
                .containsExactly(
                        new Found("sg-2", "counterparts of sistership.yaml"),
                        new Found("sg-3", "counterparts of sistership.yaml"),
                        new Found("sg-3", "counterparts of sistership.yaml"),
                        new Missing());
    }

    @Test
    void the_first_source_that_answers_wins_and_doubt_is_an_answer() {
        var several = new Ambiguous(List.of("a", "b"), "the same name");
        var one = new Found("c", "tags");

        assertThat(Counterparts.firstOf(_ -> new Missing(), _ -> several, _ -> one).of(role("r")))
                .isEqualTo(several);
        assertThat(Counterparts.firstOf(_ -> new Missing()).of(role("r"))).isEqualTo(new Missing());
    }

    @Test
    void one_candidate_is_no_doubt() {
        assertThatThrownBy(() -> new Ambiguous(List.of("a"), "x"))
                .hasMessage("fewer than two candidates: [a]");
    }

    private static Identifier role(String name) {
        return Identifier.role(Arn.parse("arn:aws:iam::111111111111:role/" + name));
    }
}
