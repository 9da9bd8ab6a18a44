package org.evenhand.network.simulation;

import java.util.Comparator;

/**
 * The order of strings by their UTF-8 bytes, which is how Fabric sorts keys. {@link String#compareTo} differs where surrogate
 * pairs meet characters from U+E000 on.
 */
final class Utf8Order implements Comparator<String> {
    static final Utf8Order INSTANCE = new Utf8Order();

    private Utf8Order() {}

    @Override
    public int compare(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                // Surrogates stand for code points above all others, but have smaller char values than U+E000 and up.
                boolean bothOrNeither = Character.isSurrogate(a) == Character.isSurrogate(b);
                return bothOrNeither ? Character.compare(a, b) : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
