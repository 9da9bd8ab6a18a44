package org.evenhand.audit.identity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Finds the first block of a PEM text by the rules of Go's {@code encoding/pem}, which decide whether a peer knows a
 * certificate. Other readers are kinder: what they take in and Go does not would look like a wrong flag.
 */
final class PemBlock {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String CLOSE = "-----";

    private PemBlock() {}

    /** Returns the content of the first block that is whole; nothing when there is none. */
    static Optional<byte[]> first(byte[] pem) {
        String[] lines = new String(pem, StandardCharsets.ISO_8859_1).split("\n", -1);
        int begin = -1;
        for (int i = 0; i < lines.length; i++) {
            if (i > 0 && lines[i].startsWith(END)) {
                Optional<byte[]> content = begin < 0 ? Optional.empty() : content(lines, begin, i);
                if (content.isPresent()) {
                    return content;
                }
                begin = -1;
            } else if (lines[i].contains(BEGIN)) {
                // The last mark before an end counts, and has to start its line.
                begin = lines[i].lastIndexOf(BEGIN) == 0 ? i : -1;
            }
        }
        return Optional.empty();
    }

    private static Optional<byte[]> content(String[] lines, int begin, int end) {
        String label = trimmed(lines, begin).substring(BEGIN.length());
        if (!label.endsWith(CLOSE) || !trimmed(lines, end).equals(END + label)) {
            return Optional.empty();
        }
        int line = begin + 1;
        while (line < end && lines[line].indexOf(':') >= 0) {
            line++; // Headers; they mean nothing here.
        }
        StringBuilder base64 = new StringBuilder();
        for (; line < end; line++) {
            lines[line].chars().filter(c -> c != ' ' && c != '\t' && c != '\r').forEach(c -> base64.append((char) c));
        }
        if (base64.length() % 4 != 0) {
            return Optional.empty(); // Java would take an end without its padding.
        }
        try {
            return Optional.of(Base64.getDecoder().decode(base64.toString()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String trimmed(String[] lines, int index) {
        String line = lines[index];
        int end = line.length();
        if (index < lines.length - 1 && line.endsWith("\r")) {
            end--;
        }
        while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
            end--;
        }
        return line.substring(0, end);
    }
}
