package org.evenhand.audit.state;

import java.util.Comparator;

/** The order of keys as a peer's database has it: by the bytes of their UTF-8 form. */
public final class KeyOrder {
    /** Compares by code points, which is the order of the UTF-8 bytes; Java's own order differs above U+FFFF. */
    public static final Comparator<String> BYTES = KeyOrder::compare;

    private static final int SURROGATES_START = 0xd800;
    private static final int SURROGATES_END = 0xe000;

    private KeyOrder() {}

    private static int compare(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char l = left.charAt(i);
            char r = right.charAt(i);
            if (l != r) {
                return Integer.compare(rank(l), rank(r));
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    private static int rank(char unit) {
        boolean surrogate = unit >= SURROGATES_START && unit < SURROGATES_END;
        return surrogate ? unit + (1 << Character.SIZE) : unit;
    }
}
