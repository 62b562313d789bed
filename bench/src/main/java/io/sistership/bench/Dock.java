package io.sistership.bench;

import io.sistership.rig.LiveHeap;
import io.sistership.vault.DirectoryStore;
import java.io.IOException;
import java.nio.file.Path;

/// What the measurements of restoring share: points of three sizes, fresh clusters, the figures. Confined.
final class Dock {

    /// How many objects are restored; fewer show that the benchmark works, and no more.
    static final int OBJECTS = Integer.getInteger("bench.objects", 20_000);

    /// Few, to see whether memory follows the number of objects.
    static final int FEW = OBJECTS / 10;

    /// So many recoveries run at once, each of so many objects that together they are [#OBJECTS].
    static final int AT_ONCE = 4;

    private final Workspace workspace;
    private final Figures figures;
    private final Path tool;
    private final StoredPoint all;
    private final StoredPoint few;
    private final StoredPoint share;

    Dock(Workspace workspace, Figures figures, Path tool) {
        this.workspace = workspace;
        this.figures = figures;
        this.tool = tool;
        this.all = captured(OBJECTS);
        this.few = captured(FEW);
        this.share = captured(OBJECTS / AT_ONCE);
    }

    private StoredPoint captured(int objects) {
        try (var source = target("source")) {
            source.stock(objects);
            return StoredPoint.capture(source.connection(), workspace.fresh("point-" + objects));
        }
    }

    Workspace workspace() {
        return workspace;
    }

    Figures figures() {
        return figures;
    }

    StoredPoint all() {
        return all;
    }

    StoredPoint few() {
        return few;
    }

    StoredPoint share() {
        return share;
    }

    /// A cluster without objects.
    BenchCluster target(String name) {
        return new BenchCluster(workspace.fresh(name), tool);
    }

    /// An empty directory for a journal.
    Path state() {
        return workspace.fresh("state");
    }

    /// Restores here, and notes what was sent.
    ///
    /// @return the most that was alive on the heap while batches of the journal were written
    long liveHeap(StoredPoint stored, Path bodies) throws IOException {
        var point = stored.open();
        var heap = new LiveHeap(new DirectoryStore(state()));
        try (var target = target("target");
                var sent = new SentBodies(point, bodies)) {
            new OneRestore(point, target.connection(), heap).run(sent);
        }
        return heap.peak();
    }
}
