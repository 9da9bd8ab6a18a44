package org.evenhand.network.pki;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** PEM text, written as Go and OpenSSL write it: 64 characters a line, a newline at the end. */
public final class Pem {
    private static final Base64.Encoder ENCODER = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    private Pem() {}

    /** Writes DER bytes under a label such as {@code CERTIFICATE} or {@code PRIVATE KEY}. */
    public static String encode(String label, byte[] der) {
        return BEGIN + label + "-----\n" + ENCODER.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /**
     * Reads the first block of a text.
     *
     * @throws IllegalArgumentException if there is none, or if it is not Base64.
     */
    public static byte[] decode(String text) {
        int begin = text.indexOf(BEGIN);
        int body = begin < 0 ? -1 : text.indexOf(DASHES, begin + BEGIN.length());
        int end = body < 0 ? -1 : text.indexOf("-----END ", body);
        if (end < 0) {
            throw new IllegalArgumentException("no PEM block");
        }
        return Base64.getMimeDecoder().decode(text.substring(body + DASHES.length(), end));
    }

    /**
     * Reads a certificate from PEM.
     *
     * @throws IllegalArgumentException if the bytes are not one.
     */
    public static X509Certificate certificate(byte[] pem) {
        byte[] der = decode(new String(pem, StandardCharsets.ISO_8859_1));
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("not an X.509 certificate", e);
        }
    }
}
