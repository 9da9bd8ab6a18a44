package org.evenhand.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class FormTest {
    private static final Form FORM = Form.of("a-z", "a-zA-Z0-9_-", 5);
    private static final Form DIGEST = Form.ofLength("0-9a-f", 4);

    @Test
    void a_form_matches_what_its_regular_expression_matches() {
        SplittableRandom random = new SplittableRandom(7);
        String characters = "amzAMZ059_-.@[`{/:é\u0000";
        int matches = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(7);
            for (int j = 0; j < length; j++) {
                text.append(characters.charAt(random.nextInt(characters.length())));
            }
            for (Form form : new Form[] {FORM, DIGEST}) {
                boolean expected = Pattern.matches(form.toString(), text);
                assertThat(form.matches(text.toString()))
                        .as("%s of %s", text, form)
                        .isEqualTo(expected);
                matches += expected ? 1 : 0;
            }
        }
        assertThat(matches).isGreaterThan(100);
    }

    @Test
    void what_does_not_match_is_refused_with_the_form() {
        assertThat(FORM.require("name", "a-1")).isEqualTo("a-1");
        assertThatThrownBy(() -> FORM.require("name", "1a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a name has the form [a-z][a-zA-Z0-9_-]{0,4}, not '1a'");
    }
}
