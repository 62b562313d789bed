package io.sistership.control;

import io.sistership.model.Sha256;
import io.sistership.translate.Counterpart;
import io.sistership.translate.Counterparts;
import io.sistership.translate.Identifier;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counterparts that remember what they were asked and what they answered: a plan is bound to just
/// that.
///
/// Each question counts, also one that merely looks ahead: what isn't there decides, too, what a plan
/// does. [io.sistership.translate.Questions], which `check` lists, keeps only what places name.
/// Thread-safe.
public final class AskedCounterparts implements Counterparts {

    private static final Comparator<Asked> ORDER =
            Comparator.comparing((Asked asked) -> asked.identifier().kind())
                    .thenComparing(asked -> asked.identifier().value());

    private final Counterparts source;
    private final Map<Identifier, Counterpart> answers = new ConcurrentHashMap<>();

    /// A question and its answer.
    public record Asked(Identifier identifier, Counterpart answer) {}

    public AskedCounterparts(Counterparts source) {
        this.source = source;
    }

    @Override
    public Counterpart of(Identifier identifier) {
        var answer = source.of(identifier);
        answers.put(identifier, answer);
        return answer;
    }

    /// Everything asked so far, in an order that doesn't depend on when it was asked.
    public List<Asked> asked() {
        return answers.entrySet().stream()
                .map(each -> new Asked(each.getKey(), each.getValue()))
                .sorted(ORDER)
                .toList();
    }

    /// Names questions with their answers.
    static Sha256 digest(List<Asked> asked) {
        var digest = Sha256.newDigest();
        asked.forEach(each -> digest.update((each + "\n").getBytes(StandardCharsets.UTF_8)));
        return Sha256.ofDigest(digest.digest());
    }
}
