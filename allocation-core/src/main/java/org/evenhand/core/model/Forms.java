package org.evenhand.core.model;

import java.util.regex.Pattern;

/** The check that every identifier makes of its text. */
final class Forms {
    private Forms() {}

    static void require(Pattern form, String text, String what) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException("a " + what + " has the form " + form + ", not '" + text + "'");
        }
    }
}
