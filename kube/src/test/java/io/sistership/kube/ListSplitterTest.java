package io.sistership.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.kube.ListSplitter.NotAList;
import io.sistership.kube.ListSplitter.PageEnd;
import io.sistership.model.ObjectKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListSplitterTest {

    private final List<String> items = new ArrayList<>();
    private final List<ObjectKey> keys = new ArrayList<>();

    @Test
    void hands_over_each_item_as_it_came() throws IOException {
        var first =
                "{\"metadata\":{\"name\":\"a\",\"namespace\":\"shop\",\"futureField\":[{}]},"
                        + "\"dec\":1.10,\"exp\":1e3,\"n\":null,\"html\":\"<a&b>\\u003c\","
                        + "\"long\":123456789012345678901234567890}";
        var second = "{ \"z\" : 1 , \"metadata\" : { \"uid\" : \"u\" , \"name\" : \"b\" } }";

        var end = split(list("\"resourceVersion\":\"7\"", first, second));

        assertThat(items).containsExactly(first, second);
        assertThat(keys).containsExactly(new ObjectKey("shop", "a"), ObjectKey.cluster("b"));
        assertThat(end).isEqualTo(new PageEnd("7", "", -1));
    }

    @Test
    void reads_what_the_page_says_whether_it_stands_before_or_after_the_items() throws IOException {
        var metadata =
                "\"metadata\":{\"continue\":\"tok\\u0065n\",\"remainingItemCount\":12,"
                        + "\"resourceVersion\":\"99\"}";
        var items = "\"items\":[{\"metadata\":{\"name\":\"a\"}}]";

        assertThat(split("{" + metadata + "," + items + "}"))
                .isEqualTo(new PageEnd("99", "token", 12))
                .isEqualTo(split("{\"kind\":\"List\"," + items + "," + metadata + "}"));
    }

    @Test
    void leaves_out_line_breaks_between_tokens_and_nothing_else() throws IOException {
        split(
                list(
                        "",
                        "{\r\n  \"metadata\": {\n\t\"name\": \"a\"\n},\r \"text\": \"two\\nlines \\r\"\n}",
                        "{\"metadata\":{\"name\":\"b\"}}"));

        assertThat(items)
                .containsExactly(
                        "{  \"metadata\": {\t\"name\": \"a\"}, \"text\": \"two\\nlines \\r\"}",
                        "{\"metadata\":{\"name\":\"b\"}}");
    }

    @Test
    void finds_the_borders_wherever_the_stream_cuts_unicode_and_escapes() throws IOException {
        var tricky =
                "{\"a\":\"]}\\\"\\\\\",\"metadata\":{\"labels\":{\"name\":\"no\"},"
                        + "\"name\":\"caf\u00e9\\u00e9\\ud83d\\ude00\uD83D\uDE00\"},\"\u00fc\":\"\u2028{[\"}";
        var page = list("\"resourceVersion\":\"1\"", tricky, tricky);

        for (var piece = 1; piece < 40; piece++) {
            items.clear();
            keys.clear();
            ListSplitter.split(new Dripping(page.getBytes(UTF_8), piece), this::item);

            assertThat(items).as("pieces of %d bytes", piece).containsExactly(tricky, tricky);
            assertThat(keys.getFirst().name()).isEqualTo("caf\u00e9\u00e9\uD83D\uDE00\uD83D\uDE00");
        }
    }

    @Test
    void keeps_objects_of_any_size_whole_beside_small_ones() throws IOException {
        var small = "{\"metadata\":{\"name\":\"s\"}}";
        var huge =
                "{\"data\":\"" + "\u00e4\\n".repeat(400_000) + "\",\"metadata\":{\"name\":\"h\"}}";

        split(list("", small, huge, small, huge, small));

        assertThat(items).containsExactly(small, huge, small, huge, small);
    }

    @Test
    void takes_an_empty_list_in_either_spelling() throws IOException {
        assertThat(split("{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":null}"))
                .isEqualTo(split("{\"items\":[],\"metadata\":{\"resourceVersion\":\"5\"}}"));
        assertThat(items).isEmpty();
    }

    @Test
    void tells_an_answer_that_was_cut_at_any_byte_from_a_whole_one() {
        var page =
                list("\"resourceVersion\":\"1\"", "{\"metadata\":{\"name\":\"a\"}}")
                        .getBytes(UTF_8);

        for (var length = 0; length < page.length - 1; length++) {
            var cut = new ByteArrayInputStream(page, 0, length);
            assertThatThrownBy(() -> ListSplitter.split(cut, this::item))
                    .as("cut after %d bytes", length)
                    .isInstanceOf(IOException.class)
                    .hasMessage("the answer ended before the list did");
        }
    }

    @Test
    void passes_on_why_the_stream_broke() {
        var first = new ByteArrayInputStream("{\"items\":[".getBytes(UTF_8));
        var broken = new SequenceInputStream(first, new Breaking());

        assertThatThrownBy(() -> ListSplitter.split(broken, this::item))
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
    }

    @Test
    void refuses_what_is_no_list() {
        assertNotAList("[]", "the answer isn't a JSON object");
        assertNotAList("{\"kind\":\"Status\"}", "the answer has no items");
        assertNotAList("{\"items\":{}}", "the answer's items are no array");
        assertNotAList("{\"items\":[1]}", "an item is no object");
        assertNotAList("{\"items\":[{\"metadata\":{}}]}", "an item has no metadata.name");
        assertNotAList("{\"items\":[]}{}", "something follows the list");
        assertThatThrownBy(() -> split("{\"items\":[{\"a\":\"line\nbreak\"}]}"))
                .isInstanceOf(NotAList.class)
                .hasMessage("the answer is no JSON: a control character stands in a string");
    }

    private void assertNotAList(String page, String message) {
        assertThatThrownBy(() -> split(page)).isInstanceOf(NotAList.class).hasMessage(message);
    }

    private PageEnd split(String page) throws IOException {
        return ListSplitter.split(new ByteArrayInputStream(page.getBytes(UTF_8)), this::item);
    }

    private void item(byte[] buffer, int offset, int length, ObjectKey key) {
        items.add(new String(buffer, offset, length, UTF_8));
        keys.add(key);
    }

    private static String list(String metadata, String... items) {
        return "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{"
                + metadata
                + "},\"items\":["
                + String.join(",\n", items)
                + "]}\n"; // the server ends its answers with a line break
    }

    private static final class Breaking extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("connection reset");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return read();
        }
    }

    /// Gives a few bytes at a time, as a network may.
    private static final class Dripping extends ByteArrayInputStream {

        private final int piece;

        Dripping(byte[] bytes, int piece) {
            super(bytes);
            this.piece = piece;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(piece, length));
        }
    }
}
