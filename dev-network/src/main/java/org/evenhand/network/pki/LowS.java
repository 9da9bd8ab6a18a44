package org.evenhand.network.pki;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The low-S rule. Of the two signatures {@code (r, s)} and {@code (r, n - s)} that ECDSA accepts, Fabric takes only the
 * one with the smaller {@code s}, so that nobody can change a signature's bytes without its key.
 */
final class LowS {
    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    /** Two integers of 33 bytes with their tags and lengths: the length always fits one byte. */
    private static final int MAX_CONTENT_BYTES = 2 * (33 + 2);

    private LowS() {}

    /** Whether these bytes are one DER signature with low S and both numbers positive. */
    static boolean holds(byte[] der) {
        BigInteger r = integer(der, 2);
        if (r == null || !wraps(der)) {
            return false;
        }
        int second = 4 + der[3];
        BigInteger s = integer(der, second);
        return s != null
                && second + 2 + der[second + 1] == der.length
                && r.signum() > 0
                && s.signum() > 0
                && s.compareTo(HALF_ORDER) <= 0;
    }

    /** The same signature with low S. */
    static byte[] normalise(byte[] der) {
        BigInteger r = integer(der, 2);
        BigInteger s = r == null ? null : integer(der, 4 + der[3]);
        if (r == null || s == null) {
            throw new IllegalArgumentException("not a DER signature");
        }
        return s.compareTo(HALF_ORDER) <= 0 ? der : encode(r, ORDER.subtract(s));
    }

    private static boolean wraps(byte[] der) {
        return der[0] == SEQUENCE && der[1] == der.length - 2 && der[1] <= MAX_CONTENT_BYTES;
    }

    private static @Nullable BigInteger integer(byte[] der, int at) {
        if (at + 2 > der.length || der[at] != INTEGER || der[at + 1] <= 0 || at + 2 + der[at + 1] > der.length) {
            return null;
        }
        return new BigInteger(Arrays.copyOfRange(der, at + 2, at + 2 + der[at + 1]));
    }

    private static byte[] encode(BigInteger r, BigInteger s) {
        byte[] first = r.toByteArray();
        byte[] second = s.toByteArray();
        byte[] der = new byte[6 + first.length + second.length];
        der[0] = SEQUENCE;
        der[1] = (byte) (der.length - 2);
        der[2] = INTEGER;
        der[3] = (byte) first.length;
        System.arraycopy(first, 0, der, 4, first.length);
        der[4 + first.length] = INTEGER;
        der[5 + first.length] = (byte) second.length;
        System.arraycopy(second, 0, der, 6 + first.length, second.length);
        return der;
    }
}
