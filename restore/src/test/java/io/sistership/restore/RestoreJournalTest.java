package io.sistership.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.ObjectId;
import io.sistership.model.ObjectKey;
import io.sistership.model.Outcome;
import io.sistership.vault.Blob;
import io.sistership.vault.DirectoryStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RestoreJournalTest {

    @TempDir Path directory;
    private DirectoryStore state;

    @BeforeEach
    void open() {
        state = new DirectoryStore(directory);
    }

    @Test
    void outcomes_are_written_in_batches_of_five_hundred_at_most() {
        var journal = RestoreJournal.open(state, "r");

        for (int i = 0; i < 1200; i++) {
            journal.record(restored(i));
        }
        journal.flush();

        assertThat(state.list("journals/r/objects/"))
                .extracting(Blob::key)
                .containsExactly(
                        "journals/r/objects/000000.ndjson",
                        "journals/r/objects/000001.ndjson",
                        "journals/r/objects/000002.ndjson");
    }

    @Test
    void a_later_run_knows_what_an_earlier_one_wrote() {
        var journal = RestoreJournal.open(state, "r");
        journal.record(restored(1));
        journal.record(new JournalEntry(id(2), new Outcome.Failed("no \"such\" thing"), ""));
        journal.flush();

        var later = RestoreJournal.open(state, "r");

        assertThat(later.knows(id(1), "uid-1")).isTrue();
        assertThat(later.knows(id(1), "uid-of-another")).isFalse();
        assertThat(later.find(id(2)))
                .contains(new JournalEntry(id(2), new Outcome.Failed("no \"such\" thing"), ""));
        assertThat(RestoreJournal.open(state, "of-another-recovery").find(id(1))).isEmpty();
    }

    @Test
    void a_batch_that_a_killed_run_had_on_its_way_is_not_written_over() {
        var journal = RestoreJournal.open(state, "r");
        var late = RestoreJournal.open(state, "r");
        late.record(restored(1));
        late.flush();

        journal.record(restored(2));
        journal.flush();
        journal.record(restored(3));
        journal.flush();

        var all = RestoreJournal.open(state, "r");
        assertThat(List.of(1, 2, 3)).allMatch(i -> all.knows(id(i), "uid-" + i));
    }

    @Test
    void what_says_nothing_new_is_not_written_again() {
        var journal = RestoreJournal.open(state, "r");
        journal.record(restored(1));
        journal.flush();

        var later = RestoreJournal.open(state, "r");
        later.record(restored(1));
        later.flush();

        assertThat(state.list("journals/r/objects/")).hasSize(1);
    }

    @Test
    void a_line_names_the_object_and_nothing_of_its_contents() throws Exception {
        var journal = RestoreJournal.open(state, "r");
        journal.record(restored(1));
        journal.flush();

        try (var in = state.get("journals/r/objects/000000.ndjson")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(
                            "{\"group\":\"\",\"kind\":\"ConfigMap\",\"namespace\":\"shop\",\"name\":\"c1\",\"outcome\":\"restored\",\"detail\":\"\",\"uid\":\"uid-1\"}\n");
        }
    }

    private static JournalEntry restored(int i) {
        return new JournalEntry(id(i), new Outcome.Restored(), "uid-" + i);
    }

    private static ObjectId id(int i) {
        return new ObjectId("", "ConfigMap", new ObjectKey("shop", "c" + i));
    }
}
