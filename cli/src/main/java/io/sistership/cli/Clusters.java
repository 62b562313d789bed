package io.sistership.cli;

import io.sistership.model.Application;
import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import io.sistership.model.Suggestion;

/// Picks one of an application's clusters.
final class Clusters {

    private final Application application;

    Clusters(Application application) {
        this.application = application;
    }

    /// The named cluster; without a name the only one there is.
    String one(String name) {
        var all = application.clusters();
        if (name.isEmpty() && all.size() == 1) {
            return all.getFirst();
        }
        if (all.contains(name)) {
            return name;
        }
        var listed = "This application protects: " + String.join(", ", all) + ".";
        if (name.isEmpty()) {
            throw usage("say which cluster with --cluster", listed);
        }
        throw usage(
                "the application protects no cluster '" + name + "'",
                Suggestion.nearest(name, all)
                                .map(word -> "Did you mean '" + word + "'? ")
                                .orElse("")
                        + listed);
    }

    private static SistershipException usage(String what, String fix) {
        return new SistershipException(FailureKind.USAGE, "cluster-unknown", what, fix);
    }
}
