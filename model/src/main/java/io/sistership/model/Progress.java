package io.sistership.model;

/// Hears how far long work has come. Implementations are thread-safe and cheap to call.
public interface Progress {

    /// Nobody listens.
    Progress SILENT =
            new Progress() {
                @Override
                public void stage(String name, long expected) {}

                @Override
                public void advanced(long objects, long bytes) {}

                @Override
                public void note(String text) {}
            };

    /// A stage begins; the one before it has ended.
    ///
    /// @param expected how many objects or steps it will have; -1 where that isn't known
    void stage(String name, long expected);

    /// So many more objects and bytes are done in this stage.
    void advanced(long objects, long bytes);

    /// Something worth a line of its own.
    void note(String text);
}
