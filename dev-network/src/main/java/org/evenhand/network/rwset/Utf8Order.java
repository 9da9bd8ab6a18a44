package org.evenhand.network.rwset;

import java.util.Comparator;

/**
 * Orders strings by the bytes of their UTF-8 form, as Fabric's databases do. Java's own order differs where surrogates
 * meet the characters from U+E000 on.
 */
public enum Utf8Order implements Comparator<String> {
    /** The order. */
    INSTANCE;

    @Override
    public int compare(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                return Integer.compare(rank(a), rank(b));
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /** Surrogates stand for code points above all others. */
    private static int rank(char c) {
        return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
    }
}
