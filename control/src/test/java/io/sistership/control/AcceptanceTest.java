package io.sistership.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sistership.model.FailureKind;
import io.sistership.model.Issue;
import io.sistership.model.SistershipException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptanceTest {

    private static final Issue SUBNET =
            Issue.blocking(
                    "subnet-without-counterpart",
                    "node group front",
                    "nothing stands for subnet-0aaa",
                    "Name one in counterparts.");
    private static final Issue OBJECT =
            Issue.blocking(
                    "object-blocked", "pods/shop/web", "its namespace is blocked", "Mend it.");
    private static final Issue TAKEN =
            Issue.blocking(
                    "target-name-taken", "cluster shop", "somebody made it", "Use another name.");

    @Test
    void what_only_warns_needs_no_acceptance() {
        var issues = List.of(Issue.warning("taint", "node", "is lost", ""));

        assertThatCode(() -> new Acceptance(List.of()).require(issues)).doesNotThrowAnyException();
    }

    @Test
    void what_blocks_is_refused_with_each_way_out() {
        var refused = refused(List.of(), SUBNET, OBJECT);

        assertThat(refused.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(refused.code()).isEqualTo("subnet-without-counterpart");
        assertThat(refused)
                .hasMessage(
                        """
                        refused before any write, as 2 issues block:
                          subnet-without-counterpart at node group front: nothing stands for subnet-0aaa
                          object-blocked at pods/shop/web: its namespace is blocked\
                        """);
        assertThat(refused.fix())
                .isEqualTo(
                        """
                        Name one in counterparts.
                        Mend it.
                        Or go on without what blocks, accepting it by name:\
                         --accept subnet-without-counterpart --accept object-blocked\
                        """);
    }

    @Test
    void a_code_or_one_place_of_it_can_be_accepted() {
        var accepted = List.of("subnet-without-counterpart", "object-blocked:pods/shop/web");

        assertThatCode(() -> new Acceptance(accepted).require(List.of(SUBNET, OBJECT)))
                .doesNotThrowAnyException();
    }

    @Test
    void the_same_issue_elsewhere_is_not_accepted_with_it() {
        assertThat(refused(List.of("object-blocked:pods/shop/other"), OBJECT).code())
                .isEqualTo("object-blocked");
    }

    @Test
    void a_name_that_is_taken_cannot_be_accepted_away() {
        var refused = refused(List.of("target-name-taken"), TAKEN);

        assertThat(refused.code()).isEqualTo("target-name-taken");
        assertThat(refused.fix()).isEqualTo("Use another name.");
    }

    private static SistershipException refused(List<String> accepted, Issue... issues) {
        return catchThrowableOfType(
                SistershipException.class, () -> new Acceptance(accepted).require(List.of(issues)));
    }
}
