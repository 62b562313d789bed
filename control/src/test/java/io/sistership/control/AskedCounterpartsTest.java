package io.sistership.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.AccountId;
import io.sistership.model.Arn;
import io.sistership.translate.Counterpart;
import io.sistership.translate.Counterparts;
import io.sistership.translate.Identifier;
import org.junit.jupiter.api.Test;

class AskedCounterpartsTest {

    private static final Identifier ACCOUNT = Identifier.account(new AccountId("111111111111"));
    private static final Identifier ROLE =
            Identifier.role(Arn.parse("arn:aws:iam::111111111111:role/shop"));

    @Test
    void what_was_asked_is_kept_once_and_in_one_order() {
        var one = asked("a");
        one.of(ROLE);
        one.of(ACCOUNT);
        one.of(ROLE);
        var other = asked("a");
        other.of(ACCOUNT);
        other.of(ROLE);

        assertThat(one.asked())
                .extracting(AskedCounterparts.Asked::identifier)
                .containsExactly(ACCOUNT, ROLE);
        assertThat(AskedCounterparts.digest(one.asked()))
                .isEqualTo(AskedCounterparts.digest(other.asked()));
    }

    @Test
    void another_answer_has_another_digest() {
        var one = asked("a");
        var other = asked("b");

        assertThat(one.of(ROLE)).isEqualTo(new Counterpart.Found("a", "chosen"));
        other.of(ROLE);

        assertThat(AskedCounterparts.digest(one.asked()))
                .isNotEqualTo(AskedCounterparts.digest(other.asked()));
    }

    private static AskedCounterparts asked(String answer) {
        Counterparts source = _ -> new Counterpart.Found(answer, "chosen");
        return new AskedCounterparts(source);
    }
}
