package io.sistership.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.model.Issue;
import io.sistership.model.SistershipException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptanceTest {

    private static final Issue ROLE =
            Issue.blocking(
                    "role-without-counterpart",
                    "ServiceAccount shop/web",
                    "no role stands for arn:aws:iam::111111111111:role/web",
                    "name one under `counterparts:`");
    private static final Issue NOTE =
            Issue.warning("leftover", "ConfigMap shop/x", "names us-east-1", "");

    @Test
    void what_blocks_refuses_before_any_write() {
        assertThatThrownBy(() -> new Acceptance(List.of()).require(List.of(NOTE, ROLE)))
                .isInstanceOfSatisfying(
                        SistershipException.class,
                        e -> {
                            assertThat(e.kind().exitCode()).isEqualTo(5);
                            assertThat(e.code()).isEqualTo("role-without-counterpart");
                            assertThat(e)
                                    .hasMessage(
                                            "refused before any write, as 1 issue blocks:\n"
                                                    + "  role-without-counterpart at ServiceAccount"
                                                    + " shop/web: no role stands for"
                                                    + " arn:aws:iam::111111111111:role/web");
                            assertThat(e.fix())
                                    .isEqualTo(
                                            "name one under `counterparts:`\n"
                                                    + "Or go on without what blocks, accepting it by"
                                                    + " name: --accept role-without-counterpart");
                        });
    }

    @Test
    void warnings_do_not_block() {
        assertThatCode(() -> new Acceptance(List.of()).require(List.of(NOTE)))
                .doesNotThrowAnyException();
    }

    @Test
    void an_issue_can_be_accepted_by_its_code_or_at_one_place() {
        assertThatCode(() ->
                        new Acceptance(List.of("role-without-counterpart")).require(List.of(ROLE)))
                .doesNotThrowAnyException();
        assertThatCode(() ->
                        new Acceptance(
                                        List.of(
                                                "role-without-counterpart:ServiceAccount"
                                                        + " shop/web"))
                                .require(List.of(ROLE)))
                .doesNotThrowAnyException();
    }

    @Test
    void accepting_it_elsewhere_does_not_accept_it_here() {
        var acceptance =
                new Acceptance(List.of("role-without-counterpart:ServiceAccount shop/api"));

        assertThatThrownBy(() -> acceptance.require(List.of(ROLE)))
                .isInstanceOf(SistershipException.class);
    }
}
