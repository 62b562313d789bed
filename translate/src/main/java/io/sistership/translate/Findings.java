package io.sistership.translate;

import io.sistership.model.AccountId;
import io.sistership.model.Issue;
import io.sistership.translate.Counterpart.Ambiguous;
import io.sistership.translate.Counterpart.Found;
import io.sistership.translate.Counterpart.Missing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Collects what the rules find in one object. Confined.
final class Findings {

    private final List<Edit> edits = new ArrayList<>();
    private final List<Translation> translations = new ArrayList<>();
    private final List<Issue> issues = new ArrayList<>();

    /// Puts a text in the place of the characters `from` to `to` of a string, if it is another one.
    void translate(Place place, int from, int to, String text, String how) {
        if (same(place, from, to, text)) {
            return;
        }
        edits.add(Edit.translate(place.rule(), place.value(), from, to, text));
        var before = place.value().text();
        var after = before.substring(0, from) + text + before.substring(to);
        translations.add(new Translation(place.rule(), place.pointer(), before, after, how));
    }

    /// As above, where the value is a long text of which only a part matters to people.
    void translatePart(Place place, int from, int to, String text, String how) {
        if (same(place, from, to, text)) {
            return;
        }
        edits.add(Edit.translate(place.rule(), place.value(), from, to, text));
        var before = place.value().text().substring(from, to);
        translations.add(new Translation(place.rule(), place.pointer(), before, text, how));
    }

    /// Lets a rule work on a document that a string holds as text.
    void embedded(Subject subject, JsonValue string, BiConsumer<Subject, Findings> rule) {
        EmbeddedJson.in(string)
                .ifPresent(copy -> {
                    var inner = new Findings();
                    rule.accept(subject.within(string, copy.document()), inner);
                    edits.addAll(copy.lift(inner.edits));
                    translations.addAll(inner.translations);
                    issues.addAll(inner.issues);
                });
    }

    void issue(Issue issue) {
        issues.add(issue);
    }

    /// The one counterpart, where there is exactly one; what else there is to say is the rule's.
    Optional<Found> known(Place place, Crossing crossing, Identifier identifier) {
        return ask(place, crossing.counterparts(), identifier) instanceof Found found
                ? Optional.of(found)
                : Optional.empty();
    }

    /// The one counterpart; where there is none, or more than one, a blocking issue instead.
    Optional<Found> counterpart(Place place, Crossing crossing, Identifier identifier) {
        return switch (ask(place, crossing.counterparts(), identifier)) {
            case Found found -> Optional.of(found);
            case Missing _ -> {
                issues.add(missing(place.where(), identifier, crossing.recovery().account()));
                yield Optional.empty();
            }
            case Ambiguous several -> {
                issues.add(ambiguous(place.where(), identifier, several));
                yield Optional.empty();
            }
        };
    }

    // A copy of the place in the last applied configuration is no place of its own.
    private static Counterpart ask(Place place, Counterparts source, Identifier identifier) {
        return place.subject().place().startsWith(LastApplied.POINTER)
                ? source.of(identifier)
                : source.of(identifier, place::where);
    }

    Translated result() {
        return new Translated(edits, translations, issues);
    }

    private static boolean same(Place place, int from, int to, String text) {
        return place.value().text().substring(from, to).equals(text);
    }

    private static Issue missing(String where, Identifier identifier, AccountId account) {
        return Issue.blocking(
                identifier.kind().code() + "-without-counterpart",
                where,
                "%s has no counterpart in account %s".formatted(identifier, account),
                fix(identifier, "its counterpart"));
    }

    private static Issue ambiguous(String where, Identifier identifier, Ambiguous several) {
        return Issue.blocking(
                identifier.kind().code() + "-with-several-counterparts",
                where,
                "%s could be any of %s (%s)"
                        .formatted(
                                identifier, String.join(", ", several.candidates()), several.how()),
                fix(identifier, "one of them"));
    }

    private static String fix(Identifier identifier, String what) {
        return "name %s under `counterparts:` in sistership.yaml: `%s: ...`"
                .formatted(what, identifier.value());
    }
}
