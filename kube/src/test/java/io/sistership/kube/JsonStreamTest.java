package io.sistership.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.kube.JsonStream.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class JsonStreamTest {

    private static final List<String> VALUES =
            List.of(
                    "{}",
                    "[]",
                    "{\"a\":[1,-0,0.5,1e9,2E-3,-12.75e+1],\"b\":{\"c\":null,\"d\":[true,false]}}",
                    " [ [ ] , { } , [ { \"\" : \"\" } ] ] ",
                    "\"\\u00e9\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                    "\"\u007f\u00e9\u20ac\uD83D\uDE00\"",
                    "1.10");

    private static final List<String> BROKEN =
            List.of(
                    "{\"a\" 1}",
                    "{\"a\":1,}",
                    "[1,]",
                    "[1 2]",
                    "{1:2}",
                    "[1}",
                    "{\"a\":1]",
                    "01",
                    "1.",
                    ".5",
                    "-",
                    "1e",
                    "+1",
                    "tru",
                    "nul",
                    "True",
                    "NaN",
                    "\"\\x\"",
                    "\"\\u12g4\"",
                    "\"a\tb\"",
                    "{\"a\":}",
                    "{,}",
                    "[,]",
                    "'a'",
                    "{\"a\":1 \"b\":2}",
                    "--1",
                    "1.e3");

    @Test
    void passes_over_every_value_exactly() throws IOException {
        for (var value : VALUES) {
            var stream = stream(value + ",");
            stream.value();
            assertThat(stream.peek()).as(value).isEqualTo(',');
        }
    }

    @Test
    void refuses_what_is_no_json_wherever_it_is_cut() {
        for (var value : BROKEN) {
            assertThatThrownBy(() -> stream("[" + value + "]").value())
                    .as(value)
                    .isInstanceOf(MalformedException.class);
        }
    }

    /// Another parser is the judge, over random damage to a whole page's worth of shapes.
    @Test
    void agrees_with_jackson_on_what_is_json() {
        var random = new Random(7);
        var disagreements = new ArrayList<String>();
        for (var round = 0; round < 20_000; round++) {
            var text = "[" + String.join(",", VALUES) + "]";
            var at = random.nextInt(text.length());
            var damage = " \"\\{}[]:,0-.eEtn\u0001x".charAt(random.nextInt(18));
            var damaged =
                    random.nextBoolean()
                            ? text.substring(0, at) + damage + text.substring(at)
                            : text.substring(0, at) + text.substring(at + 1);
            if (isJson(damaged) != isJsonToJackson(damaged)) {
                disagreements.add(damaged);
            }
        }
        assertThat(disagreements).isEmpty();
    }

    @Test
    void ends_where_go_s_decoder_ends() throws IOException {
        stream("[".repeat(10_000) + "]".repeat(10_000)).value();

        assertThatThrownBy(() -> stream("[".repeat(10_001) + "]").value())
                .isInstanceOf(MalformedException.class)
                .hasMessage("it is nested deeper than 10000 levels");
    }

    @Test
    void tells_the_end_of_the_stream_from_broken_json() {
        assertThatThrownBy(() -> stream("{\"a\":[1,{\"b\":\"c").value())
                .isInstanceOf(IOException.class)
                .hasMessage("the answer ended before the list did");
    }

    private static boolean isJson(String text) {
        try {
            var stream = stream(text);
            stream.value();
            return !stream.more();
        } catch (MalformedException | IOException _) {
            return false;
        }
    }

    private static boolean isJsonToJackson(String text) {
        try (var parser = JsonMapper.shared().createParser(text.getBytes(UTF_8))) {
            parser.nextToken();
            parser.skipChildren();
            if (parser.currentToken().isScalarValue()) {
                parser.finishToken();
            }
            return parser.nextToken() == null;
        } catch (JacksonException | NullPointerException _) {
            return false;
        }
    }

    private static JsonStream stream(String text) {
        return new JsonStream(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }
}
