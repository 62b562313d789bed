package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A directory behaves as a bucket does.
class DirectoryStoreTest implements BlobStoreContract {

    @TempDir private Path directory;
    private DirectoryStore store = new DirectoryStore(Path.of("target"));

    @BeforeEach
    void open() {
        store = new DirectoryStore(directory);
    }

    @Override
    public BlobStore store() {
        return store;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../x", "a/../../x", "/etc/passwd", "a//b", "", "a\\b", "a/", "a\0b", ".."})
    void refuses_keys_that_lead_elsewhere(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.put(key, new byte[] {1}))
                .withMessage("not a key: '" + key + "'");
    }

    @Test
    void leaves_no_half_written_files() throws IOException {
        store.put("a/b", new byte[] {1});
        store.putNew("a/c", new byte[] {1});

        try (var left = Files.list(directory.resolve("tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void another_opening_of_the_directory_finds_the_same() {
        var tag = store.put("a/b", new byte[] {1});

        assertThat(new DirectoryStore(directory).head("a/b")).contains(new Blob("a/b", 1, tag));
    }
}
