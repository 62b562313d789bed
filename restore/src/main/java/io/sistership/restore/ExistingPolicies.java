package io.sistership.restore;

import io.sistership.model.Action;
import io.sistership.model.RestoreChoices;
import java.util.Optional;

/// What a person's configuration says of an object that is there and differs, as plans have it.
final class ExistingPolicies {

    private static final String MARK = "restore.existing: ";

    private ExistingPolicies() {}

    /// Empty where no line covers the object: it blocks.
    static Optional<Action> action(RestoreChoices choices, ObjectView wanted) {
        return choices.existing(wanted.type(), wanted.id().key())
                .map(line ->
                        switch (line.policy()) {
                            case SKIP -> new Action.Skip(MARK + line);
                            case UPDATE -> new Action.Update(MARK + line);
                            case RECREATE -> new Action.Recreate(MARK + line);
                        });
    }

    /// Whether a policy says to change the object, and no rule of the program.
    static boolean says(Action.Update update) {
        return update.rule().startsWith(MARK);
    }

    /// Why an object that is there and differs is no difference; empty where it is one.
    static Optional<String> keeps(RestoreChoices choices, ObjectView wanted) {
        return action(choices, wanted)
                .filter(action -> action instanceof Action.Skip)
                .map(Action::detail);
    }
}
