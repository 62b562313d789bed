package io.sistership.vault;

import io.sistership.model.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/// A store in a directory, with the same conditional writes as a bucket. Thread-safe, also against
/// other processes on the same machine.
///
/// Blobs are files below `blobs/`; `tmp/` holds files that are being written, `lock` guards
/// replacing.
public final class DirectoryStore implements BlobStore {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._@=-]+(/[A-Za-z0-9._@=-]+)*");

    private final Path directory;
    private final Path blobs;
    private final Path temporary;
    private final Path lockFile;
    private final ReentrantLock lock = new ReentrantLock();

    public DirectoryStore(Path directory) {
        this.directory = directory;
        this.blobs = directory.resolve("blobs");
        this.temporary = directory.resolve("tmp");
        this.lockFile = directory.resolve("lock");
        try {
            Files.createDirectories(blobs);
            Files.createDirectories(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream get(String key) {
        try {
            return Files.newInputStream(path(key));
        } catch (NoSuchFileException e) {
            throw new BlobNotFoundException(describe(), key, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Blob> head(String key) {
        try {
            var content = Files.readAllBytes(path(key));
            return Optional.of(new Blob(key, content.length, tag(content)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String putNew(String key, byte[] content) {
        return written(
                key,
                content,
                (file, target) -> {
                    try {
                        // Unlike a move, a link never replaces what is there.
                        Files.createLink(target, file);
                    } catch (FileAlreadyExistsException e) {
                        throw new BlobConflictException(describe(), key, e);
                    }
                });
    }

    @Override
    public String replace(String key, byte[] content, String expectedTag) {
        return locked(() -> {
            var tag = head(key).map(Blob::tag);
            if (!tag.equals(Optional.of(expectedTag))) {
                throw new BlobConflictException(describe(), key, null);
            }
            return moved(key, content);
        });
    }

    @Override
    public String put(String key, byte[] content) {
        return locked(() -> moved(key, content));
    }

    @Override
    public List<Blob> list(String prefix) {
        try (var files = Files.walk(blobs)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> blobs.relativize(file).toString().replace('\\', '/'))
                    .filter(key -> key.startsWith(prefix))
                    .flatMap(key -> head(key).stream())
                    .sorted(Comparator.comparing(Blob::key))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void delete(String key) {
        try {
            Files.deleteIfExists(path(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String describe() {
        return directory.toString();
    }

    @FunctionalInterface
    private interface Placing {
        void place(Path file, Path target) throws IOException;
    }

    @FunctionalInterface
    private interface Writing {
        String write() throws IOException;
    }

    private String moved(String key, byte[] content) {
        return written(
                key,
                content,
                (file, target) -> Files.move(file, target, StandardCopyOption.ATOMIC_MOVE));
    }

    private String written(String key, byte[] content, Placing placing) {
        try {
            var target = path(key);
            Files.createDirectories(target.resolve("..").normalize());
            var file = Files.createTempFile(temporary, "blob", "");
            try {
                Files.write(file, content);
                placing.place(file, target);
            } finally {
                Files.deleteIfExists(file);
            }
            return tag(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A file lock is held by a process, not by a thread: hence both locks.
    private String locked(Writing writing) {
        lock.lock();
        try (var channel =
                        FileChannel.open(
                                lockFile,
                                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
                var _ = channel.lock()) {
            return writing.write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    /// Keys come from other stores too: none may lead out of the directory.
    private Path path(String key) {
        if (!KEY.matcher(key).matches() || List.of(key.split("/", -1)).contains("..")) {
            throw new IllegalArgumentException("not a key: '" + key + "'");
        }
        return blobs.resolve(key);
    }

    private static String tag(byte[] content) {
        return Sha256.of(content).hex();
    }
}
