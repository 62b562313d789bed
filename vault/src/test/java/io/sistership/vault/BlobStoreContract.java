package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every store promises; each store's test implements this.
public interface BlobStoreContract {

    /// An empty store, the same one within a test.
    BlobStore store();

    @Test
    default void gives_back_what_was_put() throws IOException {
        var tag = store().put("a/b.json", new byte[] {1, 2, 3});

        try (var in = store().get("a/b.json")) {
            assertThat(in.readAllBytes()).containsExactly(1, 2, 3);
        }
        assertThat(store().head("a/b.json")).contains(new Blob("a/b.json", 3, tag));
    }

    @Test
    default void says_that_there_is_nothing() {
        assertThat(store().head("a/none")).isEmpty();
        assertThatExceptionOfType(BlobNotFoundException.class)
                .isThrownBy(() -> store().get("a/none").close())
                .withMessage("nothing is stored at %s/a/none", store().describe())
                .returns("a/none", BlobNotFoundException::key);
    }

    @Test
    default void puts_a_new_blob_once() throws IOException {
        store().putNew("a/new", new byte[] {1});

        assertThatExceptionOfType(BlobConflictException.class)
                .isThrownBy(() -> store().putNew("a/new", new byte[] {2}))
                .withMessage("%s/a/new was written by somebody else meanwhile", store().describe());
        try (var in = store().get("a/new")) {
            assertThat(in.readAllBytes()).containsExactly(1);
        }
    }

    @Test
    default void replaces_only_what_was_read() {
        var first = store().put("a/mark", new byte[] {1});
        var second = store().replace("a/mark", new byte[] {2}, first);

        assertThat(second).isNotEqualTo(first);
        assertThatThrownBy(() -> store().replace("a/mark", new byte[] {3}, first))
                .isInstanceOf(BlobConflictException.class);
        store().delete("a/mark");
        assertThatThrownBy(() -> store().replace("a/mark", new byte[] {3}, second))
                .isInstanceOf(BlobConflictException.class);
    }

    @Test
    default void lists_by_prefix_in_the_order_of_keys() {
        store().put("p/2", new byte[] {1});
        store().put("p/1/x", new byte[] {1, 2});
        store().put("q/1", new byte[] {1});

        assertThat(store().list("p/")).extracting(Blob::key).containsExactly("p/1/x", "p/2");
        assertThat(store().list("p/1")).extracting(Blob::length).containsExactly(2L);
    }

    @Test
    default void deletes_what_is_there_and_what_is_not() {
        store().put("a/x", new byte[] {1});

        store().delete("a/x");
        store().delete("a/x");

        assertThat(store().head("a/x")).isEmpty();
    }

    @Test
    default void of_many_writers_of_a_new_blob_one_wins() {
        assertThat(winners(_ -> store().putNew("a/race", new byte[] {7}))).isEqualTo(1);
    }

    @Test
    default void of_many_who_replace_the_same_blob_one_wins() {
        var tag = store().put("a/race", new byte[] {1});

        assertThat(winners(i -> store().replace("a/race", new byte[] {2, (byte) i}, tag)))
                .isEqualTo(1);
    }

    /// A write that may lose.
    interface Write {
        String by(int writer);
    }

    private static long winners(Write write) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures =
                    IntStream.range(0, 8)
                            .mapToObj(i -> threads.submit((Callable<String>) () -> write.by(i)))
                            .toList();
            return futures.stream().filter(BlobStoreContract::won).count();
        }
    }

    private static boolean won(Future<String> future) {
        try {
            future.get();
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } catch (java.util.concurrent.ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(BlobConflictException.class);
            return false;
        }
    }
}
