package io.sistership.translate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Keeps which identifiers are asked for, from which places, and what is answered.
///
/// Only questions that name their place count: the others merely look ahead. What is kept grows with
/// the identifiers and the places that are to be kept of each, not with the objects. Thread-safe.
public final class Questions {

    /// One identifier that objects or documents name.
    ///
    /// @param count how many places name it
    /// @param places the first of them, as many as were to be kept
    public record Asked(
            Identifier identifier, Counterpart answer, long count, List<String> places) {

        public Asked {
            places = List.copyOf(places);
        }
    }

    private static final class Tally {

        private final Counterpart answer;
        private final List<String> places = new ArrayList<>();
        private long count;

        Tally(Counterpart answer) {
            this.answer = answer;
        }
    }

    /// Counterparts that tell what they are asked.
    private final class Overheard implements Counterparts {

        private final Counterparts source;

        Overheard(Counterparts source) {
            this.source = source;
        }

        @Override
        public Counterpart of(Identifier identifier) {
            return source.of(identifier);
        }

        @Override
        public Counterpart of(Identifier identifier, Supplier<String> where) {
            var answer = source.of(identifier);
            note(identifier, where, answer);
            return answer;
        }
    }

    private final int kept;
    private final Map<Identifier, Tally> tallies = new ConcurrentHashMap<>();

    /// Questions, none of which was asked yet.
    ///
    /// @param kept how many places to keep of each identifier
    public Questions(int kept) {
        this.kept = kept;
    }

    /// The same counterparts; what they are asked is kept here.
    public Counterparts to(Counterparts source) {
        return new Overheard(source);
    }

    private void note(Identifier identifier, Supplier<String> where, Counterpart answer) {
        var tally = tallies.computeIfAbsent(identifier, _ -> new Tally(answer));
        synchronized (tally) {
            tally.count++;
            if (tally.places.size() < kept) {
                tally.places.add(where.get());
            }
        }
    }

    /// What was asked for so far, by kind and value.
    public List<Asked> asked() {
        return tallies.entrySet().stream()
                .map(entry -> asked(entry.getKey(), entry.getValue()))
                .sorted(
                        Comparator.comparing((Asked one) -> one.identifier().kind())
                                .thenComparing(one -> one.identifier().value()))
                .toList();
    }

    private static Asked asked(Identifier identifier, Tally tally) {
        synchronized (tally) {
            return new Asked(identifier, tally.answer, tally.count, tally.places);
        }
    }
}
