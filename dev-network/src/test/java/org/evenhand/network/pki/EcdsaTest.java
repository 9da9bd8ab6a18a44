package org.evenhand.network.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EcdsaTest {
    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.UTF_8);

    @Test
    void what_one_provider_signs_the_other_verifies() {
        for (Ecdsa signer : List.of(Ecdsa.fastest(), Ecdsa.portable())) {
            KeyPair pair = signer.newKeyPair();
            byte[] signature = signer.sign(pair.getPrivate(), MESSAGE);
            for (Ecdsa verifier : List.of(Ecdsa.fastest(), Ecdsa.portable())) {
                assertThat(verifier.verify(verifier.adopt(pair.getPublic()), MESSAGE, signature))
                        .as("%s verifies what %s signed", verifier.providerName(), signer.providerName())
                        .isTrue();
            }
        }
    }

    @Test
    void the_slow_provider_of_the_jdk_is_never_chosen() {
        assertThat(Ecdsa.fastest().providerName()).isIn("AmazonCorrettoCryptoProvider", "BC");
    }

    @Test
    void another_message_or_any_flipped_bit_does_not_verify() {
        Ecdsa ecdsa = Ecdsa.fastest();
        KeyPair pair = ecdsa.newKeyPair();
        byte[] signature = ecdsa.sign(pair.getPrivate(), MESSAGE);
        assertThat(ecdsa.verify(pair.getPublic(), new byte[] {1}, signature)).isFalse();
        for (int bit = 0; bit < signature.length * Byte.SIZE; bit++) {
            byte[] tampered = signature.clone();
            tampered[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertThat(ecdsa.verify(pair.getPublic(), MESSAGE, tampered))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void the_twin_of_a_signature_with_high_s_is_refused() {
        Ecdsa ecdsa = Ecdsa.fastest();
        KeyPair pair = ecdsa.newKeyPair();
        for (int i = 0; i < 20; i++) {
            byte[] signature = ecdsa.sign(pair.getPrivate(), new byte[] {(byte) i});
            byte[] twin = withHighS(signature);
            assertThat(ecdsa.verify(pair.getPublic(), new byte[] {(byte) i}, twin))
                    .isFalse();
            assertThat(LowS.normalise(twin)).isEqualTo(signature);
        }
    }

    @Test
    void garbage_is_no_signature() {
        Ecdsa ecdsa = Ecdsa.fastest();
        KeyPair pair = ecdsa.newKeyPair();
        for (byte[] garbage : List.of(new byte[0], new byte[] {0x30}, new byte[] {0x30, 2, 2, 0}, new byte[200])) {
            assertThat(ecdsa.verify(pair.getPublic(), MESSAGE, garbage)).isFalse();
        }
    }

    @Test
    void keys_survive_pem() {
        Ecdsa ecdsa = Ecdsa.fastest();
        KeyPair pair = ecdsa.newKeyPair();
        String pem = Pem.encode("PRIVATE KEY", pair.getPrivate().getEncoded());
        byte[] signature = ecdsa.sign(ecdsa.privateKey(Pem.decode(pem)), MESSAGE);
        assertThat(ecdsa.verify(pair.getPublic(), MESSAGE, signature)).isTrue();
        assertThat(pem.lines()).allMatch(line -> line.length() <= 64);
    }

    private static byte[] withHighS(byte[] der) {
        byte[] r = Arrays.copyOfRange(der, 4, 4 + der[3]);
        byte[] low = Arrays.copyOfRange(der, 6 + r.length, der.length);
        byte[] s = ORDER.subtract(new BigInteger(low)).toByteArray();
        byte[] twin = new byte[6 + r.length + s.length];
        twin[0] = 0x30;
        twin[1] = (byte) (twin.length - 2);
        twin[2] = 0x02;
        twin[3] = (byte) r.length;
        System.arraycopy(r, 0, twin, 4, r.length);
        twin[4 + r.length] = 0x02;
        twin[5 + r.length] = (byte) s.length;
        System.arraycopy(s, 0, twin, 6 + r.length, s.length);
        return twin;
    }
}
