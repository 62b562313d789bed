package io.sistership.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class EmbeddedJsonTest {

    /// As kubectl writes it: an escaped document with a line break at its end.
    private static final String OUTER =
            """
            {"metadata":{"annotations":{"last":"{\\"a\\":\\"\\u003cé😀\\u003e\\",\\"image\\":\\"old\\",\\"n\\":1.10}\\n"}},"x":1}\
            """;

    @Test
    void edits_of_the_inner_document_touch_only_their_bytes_in_the_outer_one() {
        var document = JsonDocument.of(OUTER);
        var embedded = EmbeddedJson.in(document.at("/metadata/annotations/last").get()).get();
        var inner = embedded.document();

        var edits = new ArrayList<Edit>();
        edits.add(Edit.translate("images", inner.at("/image").get(), "n\"w"));
        edits.add(Edit.strip("number", inner.at("/n").get()));
        var lifted = embedded.lift(edits);

        assertThat(lifted)
                .hasToString(
                        "[TRANSLATE /metadata/annotations/last#/image (images),"
                                + " STRIP /metadata/annotations/last#/n (number)]");
        assertThat(new String(Edits.apply(document, lifted), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {"metadata":{"annotations":{"last":"{\\"a\\":\\"\\u003cé😀\\u003e\\",\\"image\\":\\"n\\\\\\"w\\"}\\n"}},"x":1}\
                        """);
    }

    @Test
    void is_absent_where_the_text_is_no_json() {
        var document = JsonDocument.of("{\"a\":\"not json\",\"b\":1}");

        assertThat(EmbeddedJson.in(document.at("/a").get())).isEmpty();
        assertThat(EmbeddedJson.in(document.at("/b").get())).isEmpty();
    }
}
