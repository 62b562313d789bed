package io.sistership.control;

import io.sistership.model.FailureKind;
import io.sistership.model.Issue;
import io.sistership.model.SistershipException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether a recovery may go on although issues block: only where a person accepted each by name.
final class Acceptance {

    private static final int SHOWN = 10;

    /// Going on without the cluster itself would leave nothing to go on with.
    private static final Set<String> NEVER = Set.of("target-name-taken");

    private final List<String> accepted;

    /// @param accepted codes, or `code:where`
    Acceptance(List<String> accepted) {
        this.accepted = accepted;
    }

    /// Refuses (exit 5) where something blocks that wasn't accepted.
    void require(List<Issue> issues) {
        var open = open(issues);
        if (open.isEmpty()) {
            return;
        }
        var lines =
                open.stream()
                        .limit(SHOWN)
                        .map(issue -> issue.code() + " at " + issue.where() + ": " + issue.what())
                        .collect(Collectors.joining("\n  "));
        var more = open.size() > SHOWN ? "\n  ... and " + (open.size() - SHOWN) + " more" : "";
        throw new SistershipException(
                FailureKind.REFUSED,
                open.getFirst().code(),
                "refused before any write, as %d %s:\n  %s%s"
                        .formatted(
                                open.size(),
                                open.size() == 1 ? "issue blocks" : "issues block",
                                lines,
                                more),
                fix(open));
    }

    /// What blocks and wasn't accepted.
    List<Issue> open(List<Issue> issues) {
        return issues.stream().filter(Issue::blocks).filter(issue -> !accepts(issue)).toList();
    }

    private boolean accepts(Issue issue) {
        return !NEVER.contains(issue.code())
                && (accepted.contains(issue.code())
                        || accepted.contains(issue.code() + ":" + issue.where()));
    }

    private static String fix(List<Issue> open) {
        var fixes =
                open.stream().map(Issue::fix).filter(fix -> !fix.isEmpty()).distinct().limit(SHOWN);
        var accept =
                open.stream().map(Issue::code).distinct().map(code -> "--accept " + code).toList();
        var text = fixes.collect(Collectors.joining("\n"));
        return open.stream().map(Issue::code).anyMatch(NEVER::contains)
                ? text
                : text
                        + "\nOr go on without what blocks, accepting it by name: "
                        + String.join(" ", accept);
    }
}
