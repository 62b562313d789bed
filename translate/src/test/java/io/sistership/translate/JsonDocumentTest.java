package io.sistership.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDocumentTest {

    @Test
    void finds_a_value_by_pointer_with_escaped_slashes() {
        var document =
                JsonDocument.of(
                        """
                        {"metadata":{"annotations":{"eks.amazonaws.com/role-arn":"arn:r","a~b":"t"}}}\
                        """);

        assertThat(document.text("/metadata/annotations/eks.amazonaws.com~1role-arn"))
                .contains("arn:r");
        assertThat(document.text("/metadata/annotations/a~0b")).contains("t");
        assertThat(document.at("/metadata/annotations/eks.amazonaws.com~1role-arn").get().pointer())
                .isEqualTo("/metadata/annotations/eks.amazonaws.com~1role-arn");
    }

    @Test
    void gives_the_place_of_values_and_of_members() {
        var document = JsonDocument.of("{ \"a\" : [ 1.10 , {\"b\":null} ] }");

        var list = document.at("/a").get();

        assertThat(new String(document.copy(list.span()), StandardCharsets.UTF_8))
                .isEqualTo("[ 1.10 , {\"b\":null} ]");
        assertThat(new String(document.copy(list.itemSpan()), StandardCharsets.UTF_8))
                .isEqualTo("\"a\" : [ 1.10 , {\"b\":null} ]");
        assertThat(document.at("/a/0").get().raw()).isEqualTo("1.10");
        assertThat(document.at("/a/1/b").get().pointer()).isEqualTo("/a/1/b");
    }

    @Test
    void follows_wildcards_through_members_and_elements_in_order() {
        var document =
                JsonDocument.of(
                        """
                        {"c":[{"image":"x"},{"name":"n"},{"image":"y"}],"m":{"p":{"image":"z"}}}\
                        """);

        assertThat(document.all("/c/*/image"))
                .extracting(JsonValue::text)
                .containsExactly("x", "y");
        assertThat(document.all("/*/*/image"))
                .extracting(JsonValue::text)
                .containsExactly("x", "y", "z");
        assertThat(document.all("/nothing/*/image")).isEmpty();
    }

    @Test
    void takes_the_last_of_duplicate_names_but_lists_all_of_them() {
        var document = JsonDocument.of("{\"a\":1,\"a\":2}");

        assertThat(document.at("/a").get().raw()).isEqualTo("2");
        assertThat(document.all("/a")).extracting(JsonValue::raw).containsExactly("1", "2");
    }

    @Test
    void reads_names_written_with_escapes_or_beyond_ascii() {
        var document = JsonDocument.of("{\"\\u0061b\":1,\"größe\":2,\"a\\/b\":3}");

        assertThat(document.at("/ab").get().raw()).isEqualTo("1");
        assertThat(document.at("/größe").get().raw()).isEqualTo("2");
        assertThat(document.at("/a~1b").get().raw()).isEqualTo("3");
        assertThat(document.at("/a")).isEmpty();
    }

    @Test
    void an_index_beyond_the_end_or_no_index_at_all_finds_nothing() {
        var document = JsonDocument.of(" [[0,1,2,3,4,5,6,7,8,9,10],true,false,-1.5e-3] ");

        assertThat(document.at("/0/10").get().raw()).isEqualTo("10");
        assertThat(document.at("/0/9").get().raw()).isEqualTo("9");
        assertThat(document.at("/0/11")).isEmpty();
        assertThat(document.at("/0/-1")).isEmpty();
        assertThat(document.at("/0/x")).isEmpty();
        assertThat(document.at("/0/")).isEmpty();
        assertThat(document.at("/0/:")).isEmpty();
        assertThat(document.at("/0/99999999999")).isEmpty();
        assertThat(document.at("/1").get().isTrue()).isTrue();
        assertThat(document.at("/2").get().isTrue()).isFalse();
        assertThat(document.at("/3").get().number()).isEqualByComparingTo("-0.0015");
    }

    @Test
    void many_shallow_siblings_are_not_deep() {
        var wide = "[" + "[],".repeat(20_000) + "{}]";

        assertThat(JsonDocument.of(wide).root().items()).hasSize(20_001);
    }

    @Test
    void decodes_every_escape_and_characters_of_four_bytes() {
        var document =
                JsonDocument.of("\"\u007f \\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00é😀\"");

        assertThat(document.root().text()).isEqualTo("\u007f \"\\/\b\f\n\r\té😀é😀");
    }

    @Test
    void reads_one_document_out_of_a_larger_buffer() {
        var buffer = "xx{\"a\":1}yy".getBytes(StandardCharsets.UTF_8);

        assertThat(JsonDocument.of(buffer, 2, 7).at("/a").get().span()).isEqualTo(new Span(5, 6));
    }

    @Test
    void reads_ten_thousand_levels_without_a_deep_stack() {
        var deep = "[".repeat(10_000) + "]".repeat(10_000);

        var document = JsonDocument.of(deep);

        assertThat(document.at("/0/0/0").get().pointer()).isEqualTo("/0/0/0");
        assertThatThrownBy(() -> JsonDocument.of("[" + deep + "]"))
                .hasMessage("not a JSON document: at most 10000 levels expected at byte 10000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "{", "[1", "[1,]", "{\"a\":1,}", "{\"a\"}", "{a:1}", "{,}", "[,1]", "tru",
                "nul", "01", "1.", "-", "1e", "+1", ".5", "\"", "\"\\x\"", "\"\\u12g4\"", "1 2",
                "{\"a\":1 \"b\":2}", "[1 2]", "\"a\nb\"", "{\"a\":1}}", "NaN"
            })
    void refuses_what_is_no_json(String text) {
        assertThatThrownBy(() -> JsonDocument.of(text)).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void says_at_which_byte_reading_stopped_and_quotes_nothing() {
        assertThatThrownBy(() -> JsonDocument.of("{\"password\":hunter2}"))
                .hasMessage("not a JSON document: a value expected at byte 12");
    }

    @Test
    void prints_where_a_value_is_and_never_what_it_is() {
        var document = JsonDocument.of("{\"data\":{\"password\":\"aHVudGVyMg==\"}}");

        assertThat(document.at("/data/password").get()).hasToString("STRING at /data/password");
    }
}
