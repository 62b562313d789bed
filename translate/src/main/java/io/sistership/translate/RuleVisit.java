package io.sistership.translate;

import io.sistership.translate.Counterpart.Found;
import io.sistership.translate.Counterpart.Missing;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// One object under the eyes of one rule: what rules for lists, texts and embedded documents share.
record RuleVisit(String rule, Subject subject, Crossing crossing, Findings findings) {

    private static final JsonPath ANNOTATIONS = JsonPath.of("/metadata/annotations/*");

    /// Every string that a path names.
    void each(JsonPath path, Consumer<JsonValue> visitor) {
        subject.document().all(path).stream().filter(JsonValue::isString).forEach(visitor);
    }

    /// Translates what stands at known places.
    void all(List<KnownPlace> places) {
        places.forEach(place -> each(place.path(), value -> list(value, place.form())));
    }

    /// Every annotation whose name begins so, by the rest of its name.
    void annotations(String prefix, BiConsumer<String, JsonValue> visitor) {
        each(
                ANNOTATIONS,
                value ->
                        value.name()
                                .filter(name -> name.startsWith(prefix))
                                .map(name -> name.substring(prefix.length()))
                                .ifPresent(rest -> visitor.accept(rest, value)));
    }

    /// Another annotation of the object.
    Optional<String> annotation(String name) {
        return subject.document().text("/metadata/annotations/" + JsonPath.escape(name));
    }

    /// Translates each item of a comma-separated list; a single text is a list of one.
    void list(JsonValue value, IdentifierForm form) {
        CommaList.items(value.text()).forEach(item -> item(value, item, form));
    }

    /// Translates the identifier that some characters of a text are.
    void item(JsonValue value, Span item, IdentifierForm form) {
        form.read(value.text().substring(item.start(), item.end()))
                .ifPresent(id -> translate(value, item, id, form.stays(id, crossing)));
    }

    /// Puts an identifier's counterpart into its place.
    ///
    /// @param stays whether it is copied where it has none; else that is an issue
    void translate(JsonValue value, Span item, Identifier identifier, boolean stays) {
        var place = Place.of(rule, subject, value);
        counterpart(place, identifier, stays)
                .ifPresent(found ->
                        findings.translatePart(
                                place, item.start(), item.end(), found.value(), found.how()));
    }

    /// Translates inside the JSON document that a string holds.
    void embedded(JsonValue string, Consumer<RuleVisit> visitor) {
        findings.embedded(
                subject,
                string,
                (inner, into) -> visitor.accept(new RuleVisit(rule, inner, crossing, into)));
    }

    private Optional<Found> counterpart(Place place, Identifier identifier, boolean stays) {
        if (stays && crossing.counterparts().of(identifier) instanceof Missing) {
            return Optional.empty();
        }
        return findings.counterpart(place, crossing, identifier);
    }
}
