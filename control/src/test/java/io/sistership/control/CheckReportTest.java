package io.sistership.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.control.CheckReport.IdentifierRow;
import io.sistership.translate.Counterpart;
import io.sistership.translate.Counterpart.Ambiguous;
import io.sistership.translate.Counterpart.Found;
import io.sistership.translate.Counterpart.Missing;
import io.sistership.translate.Identifier;
import io.sistership.translate.Identifier.Kind;
import io.sistership.translate.Questions.Asked;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckReportTest {

    @Test
    void what_a_person_has_to_mend_comes_first() {
        var rows =
                CheckReport.rows(
                        List.of(
                                asked(Kind.ROLE, "r", new Found("s", "the same name")),
                                asked(
                                        Kind.SECURITY_GROUP,
                                        "sg-0",
                                        new Ambiguous(List.of("sg-1", "sg-2"), "all tags equal")),
                                asked(Kind.FILE_SYSTEM, "fs-1", new Missing())));

        assertThat(rows)
                .containsExactly(
                        row("file system", "fs-1", "missing", List.of(), ""),
                        row(
                                "security group",
                                "sg-0",
                                "several",
                                List.of("sg-1", "sg-2"),
                                "all tags equal"),
                        row("role", "r", "found", List.of("s"), "the same name"));
    }

    private static Asked asked(Kind kind, String value, Counterpart answer) {
        return new Asked(new Identifier(kind, value), answer, 3, List.of("here", "there"));
    }

    private static IdentifierRow row(
            String kind, String value, String answer, List<String> counterparts, String found) {
        return new IdentifierRow(
                kind, value, 3, List.of("here", "there"), answer, counterparts, found);
    }
}
