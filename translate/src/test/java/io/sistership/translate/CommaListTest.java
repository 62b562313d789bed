package io.sistership.translate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommaListTest {

    @ParameterizedTest
    @CsvSource({
        "'',''",
        "' , ,',''",
        "a,<a>",
        "'a,b',<a><b>",
        "' a b ,\t\n c,',<a b><c>",
    })
    void tells_the_items_without_the_white_space_around_them(String text, String items) {
        var found = new StringBuilder();
        for (var item : CommaList.items(text)) {
            found.append('<').append(text, item.start(), item.end()).append('>');
        }

        assertThat(found).hasToString(items);
    }
}
