package io.sistership.translate;

import java.util.List;

/// Leaves the status out: its controller observes it anew.
///
/// A custom resource whose definition has no status subresource keeps it: there it is an ordinary
/// field that people and operators write (github.com/velero-io/velero/pull/4785).
record StatusStrip(boolean keep) implements Strip {

    @Override
    public String name() {
        return "status";
    }

    @Override
    public List<JsonValue> in(Subject subject) {
        return keep ? List.of() : subject.document().all("/status");
    }
}
