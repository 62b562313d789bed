package io.sistership.restore;

import io.sistership.model.Progress;

/// What the parts of a restore share and don't change.
record Session(
        Cluster cluster,
        PointContents point,
        Preparation preparation,
        RestoreOptions options,
        RequestRecorder recorder,
        Progress progress) {

    Waiting waiting() {
        return new Waiting(options.pollInterval());
    }
}
