package io.sistership.restore;

import io.sistership.model.Issue;
import io.sistership.model.RestoreChoices;
import io.sistership.translate.Creatable;
import io.sistership.translate.Edit;
import io.sistership.translate.Edits;
import io.sistership.translate.OldDefinitions;
import io.sistership.translate.Subject;
import io.sistership.translate.Translation;
import io.sistership.translate.Translator;
import java.util.ArrayList;
import java.util.List;

/// Makes of captured bytes what is sent: the same bytes, but for listed edits. Thread-safe.
final class Preparation {

    private static final String OWNERS = "/metadata/ownerReferences";

    private final Translator translator;
    private final Quiescence quiescence;

    Preparation(Translator translator, RestoreChoices choices) {
        this.translator = translator;
        this.quiescence = new Quiescence(choices);
    }

    /// @param captured the object as captured
    /// @param edits every change to its bytes
    /// @param translations what was translated, for plans
    record Prepared(
            ObjectView captured,
            List<Edit> edits,
            List<Translation> translations,
            List<Issue> issues) {

        Prepared {
            edits = List.copyOf(edits);
        }

        /// The captured bytes with the edits made: a fresh array.
        byte[] body() {
            return Edits.apply(captured.document(), edits);
        }

        /// The object as it would be written, to compare with.
        ObjectView wanted() {
            return ObjectView.of(captured.type(), body());
        }
    }

    Prepared prepare(ObjectView object, Choices choices, OwnerLinks owners) {
        var subject = Subject.of(object.type(), object.document());
        var strips = new ArrayList<Edit>();
        choices.strips().edits(subject).stream()
                .filter(edit -> !edit.path().startsWith(OWNERS))
                .forEach(strips::add);
        strips.addAll(owners.edits(object));
        strips.addAll(Creatable.edits(subject));
        strips.addAll(OldDefinitions.edits(subject));
        strips.addAll(quiescence.edits(object));
        var translated = translator.translate(subject);
        var translations = new ArrayList<>(translated.translations());
        translations.addAll(quiescence.translations(object));
        return new Prepared(
                object, Edits.merge(strips, translated.edits()), translations, translated.issues());
    }
}
