package org.evenhand.audit.identity;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;

/**
 * An ECDSA signature as Fabric reads it: the first ASN.1 value counts, both numbers are positive, and {@code s} lies in
 * the lower half of the curve's order, so that nobody can make a second valid signature from a first one.
 */
record EcdsaSignature(BigInteger r, BigInteger s) {
    static Optional<EcdsaSignature> parse(byte[] der) {
        try (ASN1InputStream in = new ASN1InputStream(der)) {
            if (!(in.readObject() instanceof ASN1Sequence sequence) || sequence.size() != 2) {
                return Optional.empty();
            }
            BigInteger r = ASN1Integer.getInstance(sequence.getObjectAt(0)).getValue();
            BigInteger s = ASN1Integer.getInstance(sequence.getObjectAt(1)).getValue();
            if (r.signum() != 1 || s.signum() != 1) {
                return Optional.empty();
            }
            return Optional.of(new EcdsaSignature(r, s));
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    boolean isLowS(BigInteger order) {
        return s.compareTo(order.shiftRight(1)) <= 0;
    }

    EcdsaSignature lowS(BigInteger order) {
        return isLowS(order) ? this : new EcdsaSignature(r, order.subtract(s));
    }

    byte[] der() {
        try {
            return new DERSequence(new ASN1Integer[] {new ASN1Integer(r), new ASN1Integer(s)}).getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("Two integers can always be encoded", e);
        }
    }
}
