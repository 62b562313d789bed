package io.sistership.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What `restore` in `sistership.yaml` says. Immutable.
///
/// @param existing what becomes of objects that are on the recovery side already and differ; the
///     first line that covers an object decides, and without one it blocks
/// @param quiesce what comes back standing still, until it is released
public record RestoreChoices(List<Existing> existing, List<ObjectSelector> quiesce) {

    /// What applies where nothing is written.
    public static final RestoreChoices NONE = new RestoreChoices(List.of(), List.of());

    public RestoreChoices {
        existing = List.copyOf(existing);
        quiesce = List.copyOf(quiesce);
    }

    /// The line for an object that is there and differs.
    public Optional<Existing> existing(ApiResource type, ObjectKey key) {
        return existing.stream().filter(line -> line.objects().covers(type, key)).findFirst();
    }

    /// Whether an object is to stand still.
    public boolean quiesces(ApiResource type, ObjectKey key) {
        return quiesce.stream().anyMatch(objects -> objects.covers(type, key));
    }

    /// One line of `existing`.
    public record Existing(ObjectSelector objects, Policy policy) {

        /// `recreate deployments.apps shop/*`, as plans print it.
        @Override
        public String toString() {
            return policy.label() + " " + objects;
        }
    }

    /// What becomes of an object that is there and differs.
    public enum Policy {
        /// It stays as it is.
        SKIP,
        /// It is changed to what was captured, in place.
        UPDATE,
        /// It is deleted, and made anew.
        RECREATE;

        /// The word for it.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
