package org.evenhand.evaluation.replay.trace;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A file's text, whether the file is gzipped or not: its first bytes tell, its name does not matter. */
final class TraceText {
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** A first line longer than this is no header of ours. */
    private static final int FIRST_LINE_MAX = 64 * 1024;

    private TraceText() {}

    static BufferedReader open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        try {
            InputStream bytes = isGzipped(raw) ? new GZIPInputStream(raw) : raw;
            BufferedReader text = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
            text.mark(1);
            if (text.read() != BYTE_ORDER_MARK) {
                text.reset();
            }
            return text;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private static boolean isGzipped(InputStream raw) throws IOException {
        raw.mark(2);
        boolean gzipped = raw.read() == GZIP_FIRST && raw.read() == GZIP_SECOND;
        raw.reset();
        return gzipped;
    }

    /** The first line, which stays to be read; empty if there is none, or none of reasonable length. */
    static String firstLine(BufferedReader text) throws IOException {
        text.mark(FIRST_LINE_MAX);
        StringBuilder line = new StringBuilder();
        int next = text.read();
        while (next >= 0 && next != '\n' && next != '\r' && line.length() < FIRST_LINE_MAX - 1) {
            line.append((char) next);
            next = text.read();
        }
        text.reset();
        return line.length() < FIRST_LINE_MAX - 1 ? line.toString() : "";
    }
}
