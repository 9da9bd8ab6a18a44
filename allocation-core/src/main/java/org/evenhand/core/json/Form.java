package org.evenhand.core.json;

/**
 * The form of an identifier: ASCII characters of one set, the first of a set of its own. Every state and record holds
 * thousands of identifiers, and a regular expression would take a sixth of a round's time for them.
 */
public final class Form {
    private static final int ASCII = 128;

    private final String text;
    private final boolean[] first;
    private final boolean[] rest;
    private final int lengthMin;
    private final int lengthMax;

    private Form(String text, boolean[] first, boolean[] rest, int lengthMin, int lengthMax) {
        this.text = text;
        this.first = first;
        this.rest = rest;
        this.lengthMin = lengthMin;
        this.lengthMax = lengthMax;
    }

    /**
     * The form {@code [first][rest]{0,lengthMax-1}}.
     *
     * @param first the characters that may come first, as between the brackets of a regular expression: ranges such as
     *     {@code a-z}, and single characters after them, a hyphen last
     * @param rest the characters that may follow, written alike
     * @param lengthMax how many characters at most, 1 or more
     */
    public static Form of(String first, String rest, int lengthMax) {
        String text = "[" + first + "][" + rest + "]{0," + (lengthMax - 1) + "}";
        return new Form(text, characters(first), characters(rest), 1, lengthMax);
    }

    /** The form {@code [characters]{length}}. */
    public static Form ofLength(String characters, int length) {
        boolean[] set = characters(characters);
        return new Form("[" + characters + "]{" + length + "}", set, set, length, length);
    }

    private static boolean[] characters(String written) {
        boolean[] set = new boolean[ASCII];
        int next = 0;
        while (next < written.length()) {
            boolean range = next + 2 < written.length() && written.charAt(next + 1) == '-';
            char last = written.charAt(range ? next + 2 : next);
            for (int character = written.charAt(next); character <= last; character++) {
                set[character] = true;
            }
            next += range ? 3 : 1;
        }
        return set;
    }

    public boolean matches(String candidate) {
        int length = candidate.length();
        if (length < lengthMin || length > lengthMax || !has(first, candidate.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            if (!has(rest, candidate.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean has(boolean[] set, char character) {
        return character < ASCII && set[character];
    }

    /**
     * Checks an identifier.
     *
     * @param what what it is, for the message
     * @return the same text
     * @throws IllegalArgumentException if it has another form
     */
    public String require(String what, String candidate) {
        if (!matches(candidate)) {
            throw new IllegalArgumentException("a " + what + " has the form " + text + ", not '" + candidate + "'");
        }
        return candidate;
    }

    /** As a regular expression. */
    @Override
    public String toString() {
        return text;
    }
}
