package io.sistership.rebuild;

/// Hears of every step before its first write and when it has ended. Thread-safe: steps run beside
/// each other.
public interface StepJournal {

    /// Writes nothing down.
    StepJournal NONE =
            new StepJournal() {
                @Override
                public void starts(CloudStep step) {}

                @Override
                public void ended(StepResult result) {}
            };

    /// The step is about to write. Returns once that is on record.
    void starts(CloudStep step);

    /// The step has ended, well or not.
    void ended(StepResult result);
}
