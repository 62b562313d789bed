package io.sistership.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Random documents, most of them damaged, read by our scanner and by a parser that nobody here
/// wrote: both accept the same ones, and read the same out of them. Seeds are the tests' names.
class JsonScannerAgainstJacksonTest {

    private static final int SEEDS = 40;
    private static final int DOCUMENTS_PER_SEED = 100;
    private static final String DAMAGE = "{}[]:,\"\\ 01e.-+tfnux\n\t\u0001/";

    /// Jackson reads no exponent beyond the range of an int; the grammar allows it.
    private static final Pattern ENDLESS_EXPONENT = Pattern.compile("[eE][+-]?[0-9]{9}");

    private static final JsonMapper JACKSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    @TestFactory
    List<DynamicTest> both_accept_the_same_documents_and_read_the_same_values() {
        var tests = new ArrayList<DynamicTest>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            long s = seed;
            tests.add(DynamicTest.dynamicTest("seed " + s, () -> compare(new Random(s))));
        }
        return tests;
    }

    private static void compare(Random random) {
        int accepted = 0;
        for (int i = 0; i < DOCUMENTS_PER_SEED; i++) {
            var text = damaged(RandomJson.document(random).print(random), random);
            var actual = JsonDocument.ifJson(text).map(JsonDocument::root);
            if (actual.isPresent() && ENDLESS_EXPONENT.matcher(text).find()) {
                continue;
            }
            var expected = byJackson(text);
            assertThat(actual.isPresent()).as(text).isEqualTo(expected.isPresent());
            if (expected.isPresent()) {
                accepted++;
                assertThat(same(actual.get(), expected.get())).as(text).isTrue();
            }
        }
        assertThat(accepted).isBetween(1, DOCUMENTS_PER_SEED - 1);
    }

    /// Half of the documents: one ASCII character replaced, taken out or put in.
    private static String damaged(String text, Random random) {
        int at = random.nextInt(text.length());
        if (random.nextBoolean() || text.charAt(at) > 127) {
            return text;
        }
        var c = String.valueOf(DAMAGE.charAt(random.nextInt(DAMAGE.length())));
        return switch (random.nextInt(3)) {
            case 0 -> text.substring(0, at) + c + text.substring(at + 1);
            case 1 -> text.substring(0, at) + text.substring(at + 1);
            default -> text.substring(0, at) + c + text.substring(at);
        };
    }

    private static Optional<JsonNode> byJackson(String text) {
        try {
            var node = JACKSON.readTree(text.getBytes(StandardCharsets.UTF_8));
            return Optional.of(node).filter(n -> !n.isMissingNode());
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private static boolean same(JsonValue ours, JsonNode theirs) {
        return switch (ours.kind()) {
            case OBJECT -> theirs.isObject() && sameMembers(ours, theirs);
            case ARRAY -> theirs.isArray() && sameElements(ours, theirs);
            case STRING -> theirs.isString() && ours.text().equals(theirs.asString());
            case NUMBER -> theirs.isNumber() && ours.number().compareTo(theirs.decimalValue()) == 0;
            case TRUE -> theirs.isBoolean() && theirs.asBoolean();
            case FALSE -> theirs.isBoolean() && !theirs.asBoolean();
            case NULL -> theirs.isNull();
        };
    }

    /// By name: of duplicates both take the last.
    private static boolean sameMembers(JsonValue ours, JsonNode theirs) {
        var names =
                ours.items().stream().map(item -> item.name().orElseThrow()).distinct().toList();
        return names.size() == theirs.size()
                && names.stream()
                        .allMatch(name ->
                                theirs.has(name)
                                        && same(ours.member(name).get(), theirs.get(name)));
    }

    private static boolean sameElements(JsonValue ours, JsonNode theirs) {
        if (ours.items().size() != theirs.size()) {
            return false;
        }
        for (int i = 0; i < theirs.size(); i++) {
            if (!same(ours.items().get(i), theirs.get(i))) {
                return false;
            }
        }
        return true;
    }
}
