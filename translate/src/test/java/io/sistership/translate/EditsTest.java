package io.sistership.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.translate.Edit.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"b\":2,\"c\":3} | /a    | {\"b\":2,\"c\":3}",
                "{\"a\":1,\"b\":2,\"c\":3} | /b    | {\"a\":1,\"c\":3}",
                "{\"a\":1,\"b\":2,\"c\":3} | /c    | {\"a\":1,\"b\":2}",
                "{\"a\":1,\"b\":2,\"c\":3} | /a /b | {\"c\":3}",
                "{\"a\":1,\"b\":2,\"c\":3} | /b /c | {\"a\":1}",
                "{\"a\":1,\"b\":2,\"c\":3} | /a /c | {\"b\":2}",
                "{\"a\":1,\"b\":2,\"c\":3} | /a /b /c | {}",
                "[1,[2,3],4]               | /1/0 /2 | [1,[3]]",
                "{ \"a\" : 1 , \"b\" : 2 } | /a    | { \"b\" : 2 }",
                "{ \"a\" : 1 , \"b\" : 2 } | /b    | { \"a\" : 1 }",
                "{ \"a\" : 1 , \"b\" : 2 } | /a /b | {  }",
            })
    void leaves_a_member_out_with_one_comma(String json, String pointers, String expected) {
        var document = JsonDocument.of(json);
        var edits =
                Arrays.stream(pointers.split(" "))
                        .map(pointer -> Edit.strip("test", document.at(pointer).get()))
                        .toList();

        assertThat(applied(document, edits)).isEqualTo(expected);
    }

    @Test
    void keeps_unknown_fields_number_spelling_key_order_escapes_and_duplicates() {
        var json =
                """
                {"z":1.10,"image":"old","e":1e3,"neg":-0.0,"big":123456789012345678901234567890,\
                "\\u0061":"\\u003cb\\u003e \\/ é","dup":1,"dup":2, "sp" : [ ] }\
                """;
        var document = JsonDocument.of(json);

        var edits = List.of(Edit.translate("test", document.at("/image").get(), "new"));

        assertThat(applied(document, edits)).isEqualTo(json.replace("\"old\"", "\"new\""));
    }

    @Test
    void escapes_a_new_text_only_where_json_demands_it() {
        var document = JsonDocument.of("{\"a\":\"x\"}");

        var edits =
                List.of(
                        Edit.translate(
                                "test", document.at("/a").get(), "<q\"\\\n\u0001/é😀>\ud800"));

        assertThat(applied(document, edits))
                .isEqualTo("{\"a\":\"<q\\\"\\\\\\n\\u0001/é😀>\\ud800\"}");
    }

    @Test
    void replaces_a_part_of_a_text_and_leaves_the_escapes_of_the_rest() {
        var document = JsonDocument.of("{\"a\":\"\\u003ckeep\\u003e\\nOLD😀 \\/tail\"}");
        var value = document.at("/a").get();
        int from = value.text().indexOf("OLD");

        var edits = List.of(Edit.translate("test", value, from, from + 5, "new"));

        assertThat(applied(document, edits))
                .isEqualTo("{\"a\":\"\\u003ckeep\\u003e\\nnew \\/tail\"}");
    }

    @Test
    void puts_new_members_first_also_into_an_object_that_becomes_empty() {
        var full = JsonDocument.of("{\"metadata\":{}}");
        var emptied = JsonDocument.of("{\"status\":{}}");

        assertThat(
                        applied(
                                full,
                                List.of(kind(full, "apiVersion", "v1"), kind(full, "kind", "Pod"))))
                .isEqualTo("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{}}");
        assertThat(
                        applied(
                                emptied,
                                List.of(
                                        kind(emptied, "apiVersion", "v1"),
                                        kind(emptied, "kind", "Pod"),
                                        Edit.strip("test", emptied.at("/status").get()))))
                .isEqualTo("{\"apiVersion\":\"v1\",\"kind\":\"Pod\"}");
    }

    @Test
    void puts_raw_json_in_the_place_of_a_value() {
        var document = JsonDocument.of("{\"a\":[1,2],\"b\":3}");
        var json = "{\"n\":1.0}".getBytes(StandardCharsets.UTF_8);

        var edits = List.of(Edit.replace(Kind.TRANSLATE, "test", document.at("/a").get(), json));

        assertThat(applied(document, edits)).isEqualTo("{\"a\":{\"n\":1.0},\"b\":3}");
    }

    @Test
    void refuses_edits_that_overlap() {
        var document = JsonDocument.of("{\"status\":{\"image\":\"x\"},\"b\":1}");
        var outer = Edit.strip("status", document.at("/status").get());
        var inner = Edit.translate("images", document.at("/status/image").get(), "y");

        assertThatThrownBy(() -> Edits.apply(document, List.of(inner, outer)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "edits overlap: STRIP /status (status) and"
                                + " TRANSLATE /status/image (images)");
        assertThatThrownBy(() -> Edits.apply(document, List.of(outer, outer)))
                .hasMessage("edits overlap: STRIP /status (status) and STRIP /status (status)");
    }

    @Test
    void refuses_an_edit_of_another_document() {
        var document = JsonDocument.of("{\"a\":1}");
        var other = JsonDocument.of("{\"a\":1}");

        var edits = List.of(Edit.strip("test", other.at("/a").get()));

        assertThatThrownBy(() -> Edits.apply(document, edits))
                .hasMessage("STRIP /a (test) belongs to another document");
    }

    @Test
    void merges_by_leaving_out_what_lies_within_something_stripped() {
        var document = JsonDocument.of("{\"status\":{\"image\":\"x\"},\"image\":\"x\"}");
        var strips = List.of(Edit.strip("status", document.at("/status").get()));
        var translations = new ArrayList<Edit>();
        document.all("/status/image").forEach(v -> translations.add(Edit.translate("t", v, "y")));
        document.all("/image").forEach(v -> translations.add(Edit.translate("t", v, "y")));

        var merged = Edits.merge(strips, translations);

        assertThat(merged).hasToString("[STRIP /status (status), TRANSLATE /image (t)]");
        assertThat(applied(document, merged)).isEqualTo("{\"image\":\"y\"}");
    }

    @Test
    void tells_old_and_new_value_but_never_prints_them_by_itself() {
        var document = JsonDocument.of("{\"a\":\"old\"}");

        var edit = Edit.translate("rule", document.at("/a").get(), "new");

        assertThat(edit.before()).contains("\"old\"");
        assertThat(edit.after()).contains("\"new\"");
        assertThat(edit).hasToString("TRANSLATE /a (rule)");
    }

    private static Edit kind(JsonDocument document, String name, String text) {
        return Edit.insert(Kind.COMPLETE, "creatable", document.root(), name, text);
    }

    private static String applied(JsonDocument document, List<Edit> edits) {
        return new String(Edits.apply(document, edits), StandardCharsets.UTF_8);
    }
}
