package org.evenhand.network.pki;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * PEM text, written as Go and OpenSSL write it: 64 characters a line, a newline at the end. It is read as strictly as
 * Go's {@code encoding/pem} reads it: whoever reads more kindly takes certificates for good that Fabric refuses, and
 * then disagrees about flags.
 */
public final class Pem {
    private static final Base64.Encoder ENCODER = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "\n-----END ";
    private static final String DASHES = "-----";

    private Pem() {}

    /** Writes DER bytes under a label such as {@code CERTIFICATE} or {@code PRIVATE KEY}. */
    public static String encode(String label, byte[] der) {
        return BEGIN + label + "-----\n" + ENCODER.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /**
     * Reads the first well-formed block of a text.
     *
     * @throws IllegalArgumentException if there is none.
     */
    public static byte[] decode(String text) {
        int end = text.indexOf(END);
        for (int from = 0; end >= 0; end = text.indexOf(END, from)) {
            int begin = text.lastIndexOf(BEGIN, end - BEGIN.length());
            if (begin >= from && (begin == 0 || text.charAt(begin - 1) == '\n')) {
                Optional<byte[]> block = block(text, begin + BEGIN.length(), end);
                if (block.isPresent()) {
                    return block.get();
                }
            }
            from = end + END.length();
        }
        throw new IllegalArgumentException("no PEM block");
    }

    /**
     * The block whose label starts at {@code label}, and whose last line starts after {@code end}; empty if it is not
     * one.
     */
    private static Optional<byte[]> block(String text, int label, int end) {
        int next = lineEnd(text, label);
        String first = line(text, label);
        int body = next;
        while (body < text.length() && line(text, body).indexOf(':') >= 0) {
            body = lineEnd(text, body); // A header, which nobody needs.
        }
        String last = line(text, end + END.length());
        if (!first.endsWith(DASHES) || !last.equals(first) || body > end) {
            return Optional.empty();
        }
        String base64 = text.substring(body, end).replaceAll("[ \t\r\n]", "");
        try {
            return base64.length() % 4 == 0 ? Optional.of(Base64.getDecoder().decode(base64)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The line from {@code start}, without what is blank at its end. */
    private static String line(String text, int start) {
        int newline = text.indexOf('\n', start);
        int end = newline < 0 ? text.length() : newline;
        if (newline > start && text.charAt(end - 1) == '\r') {
            end--;
        }
        while (end > start && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
            end--;
        }
        return text.substring(start, end);
    }

    private static int lineEnd(String text, int start) {
        int end = text.indexOf('\n', start);
        return end < 0 ? text.length() : end + 1;
    }

    /**
     * Reads a certificate from PEM.
     *
     * @throws IllegalArgumentException if the bytes are not one, or if anything follows it in its block.
     */
    public static X509Certificate certificate(byte[] pem) {
        byte[] der = decode(new String(pem, StandardCharsets.ISO_8859_1));
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            if (Arrays.equals(certificate.getEncoded(), der)) {
                return certificate;
            }
            throw new IllegalArgumentException("more than an X.509 certificate");
        } catch (CertificateException e) {
            throw new IllegalArgumentException("not an X.509 certificate", e);
        }
    }
}
