package io.sistership.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Random documents, random edits, and a second way to the result: the same edits made on the model
/// that the document was printed from. Seeds are the tests' names.
class EditsPropertyTest {

    private static final int SEEDS = 60;
    private static final int DOCUMENTS_PER_SEED = 25;

    @TestFactory
    List<DynamicTest> everything_outside_of_the_edits_keeps_its_bytes() {
        return seeds(this::compact_documents_are_equal_to_the_last_byte);
    }

    @TestFactory
    List<DynamicTest> white_space_between_tokens_changes_nothing() {
        return seeds(this::spaced_documents_are_equal_but_for_white_space);
    }

    private void compact_documents_are_equal_to_the_last_byte(Random random) {
        var model = RandomJson.document(random);
        var document = JsonDocument.of(model.print(null));

        var edits = edits(document.root(), model, random);

        assertThat(text(Edits.apply(document, edits))).isEqualTo(model.print(null));
    }

    private void spaced_documents_are_equal_but_for_white_space(Random random) {
        var model = RandomJson.document(random);
        var document = JsonDocument.of(model.print(random));

        var edits = edits(document.root(), model, random);

        assertThat(RandomJson.compact(text(Edits.apply(document, edits))))
                .isEqualTo(model.print(null));
    }

    /// Walks document and model side by side, proposes edits on the one and makes them on the other.
    private static List<Edit> edits(JsonValue value, RandomJson model, Random random) {
        var edits = new ArrayList<Edit>();
        var kept = new ArrayList<RandomJson>();
        for (int i = 0; i < value.items().size(); i++) {
            var item = value.items().get(i);
            var part = model.items().get(i);
            switch (random.nextInt(6)) {
                case 0 -> edits.add(Edit.strip("strip", item));
                case 1 -> {
                    edits.add(Edit.translate("set", item, "n\"w\n"));
                    kept.add(part.replacedBy("\"n\\\"w\\n\""));
                }
                default -> {
                    edits.addAll(edits(item, part, random));
                    kept.add(part);
                }
            }
        }
        model.keep(kept);
        return edits;
    }

    private static List<DynamicTest> seeds(java.util.function.Consumer<Random> property) {
        var tests = new ArrayList<DynamicTest>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            long s = seed;
            tests.add(
                    DynamicTest.dynamicTest(
                            "seed " + s,
                            () -> {
                                var random = new Random(s);
                                for (int i = 0; i < DOCUMENTS_PER_SEED; i++) {
                                    property.accept(random);
                                }
                            }));
        }
        return tests;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
