package org.evenhand.audit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.evenhand.network.msp.SigningIdentity;
import org.evenhand.network.pki.Pem;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/** Bytes with a fault in them: cut short, one too many, or one changed. */
final class BentBytes {
    private final Random random;

    BentBytes(Random random) {
        this.random = random;
    }

    private String pick(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** The identity with its certificate written in another way, or a byte of it changed. */
    ByteString bentCertificate(SigningIdentity identity) {
        try {
            SerializedIdentity serialized = SerializedIdentity.parseFrom(identity.serialized());
            String pem = serialized.getIdBytes().toStringUtf8();
            byte[] der = identity.certificate().getEncoded();
            String other =
                    switch (random.nextInt(12)) {
                        case 0 -> pem.replace("\n", "\r\n");
                        case 1 -> pem.replace("CERTIFICATE", pick(List.of("X509", "CERTIFICATE ", "")));
                        case 2 -> pem.replaceFirst("CERTIFICATE", "X509");
                        case 3 -> pick(List.of("text\n", "text", "\n", "-----BEGIN CERTIFICATE-----\n")) + pem;
                        case 4 -> pem.strip() + pick(List.of("", " ", "x", "\nx", "\n" + pem));
                        case 5 ->
                            pem.replaceFirst("\n", pick(List.of("\nName: value\n", "\nName: value\n\n", " \n", "")));
                        case 6 -> pem.replace("=", "");
                        case 7 -> Pem.encode("CERTIFICATE", Arrays.copyOf(der, der.length + 1));
                        case 8 ->
                            Pem.encode(
                                    "CERTIFICATE",
                                    bent(ByteString.copyFrom(der)).toByteArray());
                        case 9 -> Pem.encode("CERTIFICATE", flippedAtEnd(der));
                        default -> bent(serialized.getIdBytes()).toString(StandardCharsets.ISO_8859_1);
                    };
            return serialized.toBuilder()
                    .setIdBytes(ByteString.copyFrom(other, StandardCharsets.ISO_8859_1))
                    .build()
                    .toByteString();
        } catch (InvalidProtocolBufferException | CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Only what follows the signed part can be changed without the issuer. */
    private byte[] flippedAtEnd(byte[] der) {
        byte[] changed = der.clone();
        changed[der.length - 1 - random.nextInt(90)] ^= (byte) (1 << random.nextInt(8));
        return changed;
    }

    UnaryOperator<ByteString> bent(UnaryOperator<ByteString> before) {
        return bytes -> bent(before.apply(bytes));
    }

    ByteString flipped(ByteString bytes) {
        if (bytes.isEmpty()) {
            return bytes;
        }
        byte[] changed = bytes.toByteArray();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        return ByteString.copyFrom(changed);
    }

    ByteString bent(ByteString bytes) {
        int at = random.nextInt(bytes.size() + 1);
        return switch (random.nextInt(4)) {
            case 0 -> bytes.substring(0, at);
            case 1 ->
                bytes.substring(0, at)
                        .concat(ByteString.copyFrom(new byte[] {(byte) random.nextInt()}))
                        .concat(bytes.substring(at));
            default -> flipped(bytes);
        };
    }
}
