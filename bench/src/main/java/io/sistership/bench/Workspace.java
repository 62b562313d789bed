package io.sistership.bench;

import io.sistership.vault.DirectoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A temporary directory for what a benchmark writes, and its words to whoever waits. Confined.
final class Workspace implements AutoCloseable {

    private final Path directory;
    private final long began = System.nanoTime();

    Workspace() throws IOException {
        this.directory = Files.createTempDirectory("sistership-bench-");
    }

    /// An empty directory; what it held before goes.
    Path fresh(String name) {
        var fresh = directory.resolve(name);
        delete(fresh);
        try {
            return Files.createDirectories(fresh);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A store for one point; the one before it goes.
    DirectoryStore store() {
        return new DirectoryStore(fresh("point"));
    }

    /// Says what comes next, after how many seconds.
    void step(String text) {
        var seconds = (System.nanoTime() - began) / 1_000_000_000;
        System.out.printf("%4d s  %s%n", seconds, text);
    }

    /// Says how it goes.
    void detail(String text) {
        System.out.printf("          %s%n", text);
    }

    @Override
    public void close() {
        delete(directory);
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(Workspace::remove);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
