package io.sistership.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.translate.Comparison.Numbers;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    @Test
    void key_order_white_space_and_escapes_do_not_count() {
        assertThat(
                        differences(
                                "{\"a\":\"<\",\"b\":[1,2]}",
                                "{ \"b\":[1, 2],\"\\u0061\":\"\\u003c\" }"))
                .isEmpty();
    }

    @Test
    void reports_every_place_once_with_both_sides() {
        var found =
                differences(
                        "{\"same\":1,\"gone\":{\"x\":{}},\"list\":[1,2,3],\"kind\":\"1\",\"b\":true}",
                        "{\"same\":1,\"list\":[1,9],\"kind\":1,\"b\":false,\"new/er\":null}");

        assertThat(found)
                .extracting(Difference::toString)
                .containsExactly(
                        "/gone is missing",
                        "/list/1 differs",
                        "/list/2 is missing",
                        "/kind differs",
                        "/b differs",
                        "/new~1er is new");
        assertThat(found.get(1).left().get().raw()).isEqualTo("2");
        assertThat(found.get(1).right().get().raw()).isEqualTo("9");
    }

    @Test
    void texts_differ_by_what_they_say() {
        assertThat(differences("[\"a\",\"b\"]", "[\"a\",\"c\"]")).hasToString("[/1 differs]");
    }

    @Test
    void a_null_is_not_the_same_as_nothing() {
        assertThat(differences("{\"a\":null}", "{}")).hasToString("[/a is missing]");
    }

    @Test
    void numbers_are_equal_by_value_unless_spelling_is_asked_for() {
        var left = JsonDocument.of("[1.10,1e3,-0.0,1,123456789012345678901234567890]");
        var right = JsonDocument.of("[1.1,1000,0,2,123456789012345678901234567891]");

        assertThat(Comparison.of(Numbers.BY_VALUE).differences(left, right))
                .hasToString("[/3 differs, /4 differs]");
        assertThat(Comparison.of(Numbers.BY_SPELLING).differences(left, right)).hasSize(5);
    }

    @Test
    void an_exponent_that_nobody_can_compute_is_equal_only_to_itself() {
        assertThat(differences("[1e99999999999]", "[1e99999999999]")).isEmpty();
        assertThat(differences("[1e99999999999]", "[1e99999999998]")).hasSize(1);
    }

    @Test
    void the_last_of_duplicate_names_counts() {
        assertThat(differences("{\"a\":1,\"a\":2}", "{\"a\":2}")).isEmpty();
    }

    @Test
    void compares_documents_of_ten_thousand_levels() {
        var left = "[".repeat(9_999) + "1" + "]".repeat(9_999);

        assertThat(differences(left, left)).isEmpty();
        assertThat(differences(left, left.replace("1", "2"))).hasSize(1);
    }

    private static List<Difference> differences(String left, String right) {
        return Comparison.of(Numbers.BY_VALUE)
                .differences(JsonDocument.of(left), JsonDocument.of(right));
    }
}
