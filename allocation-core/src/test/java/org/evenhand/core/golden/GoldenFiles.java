package org.evenhand.core.golden;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.contract.Caller;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.MspId;

/** The files of the golden vectors: who signs, and the vectors themselves, one a line. */
final class GoldenFiles {
    /** From the module's folder; other modules of the build look at it from theirs. */
    static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    static final String VECTORS = "v1.txt";
    private static final String WRITERS = "writers.txt";

    private GoldenFiles() {}

    private static List<String> lines(Path file) {
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8));
            lines.removeIf(line -> line.startsWith("#"));
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The vectors in a folder, without the remarks before them. */
    static List<String> vectors(Path folder) {
        return lines(folder.resolve(VECTORS));
    }

    static void write(Path folder, List<String> vectors) {
        String text = """
                # Golden vectors, version 1. One transaction a line: the call, who signed it and when; then its
                # outcome, and SHA-256 of what it wrote (key=value and a line feed, in key order), of its event's
                # payload and of its response, and the state's digest after it: SHA-256 of the digest before and that
                # of the writes, in hexadecimal. Every eighth round shows its whole record. After a change of bytes
                # that is meant, write the file anew and read the difference:
                #   mvn -pl allocation-core test -Dtest=GoldenVectorsTest -Devenhand.golden.write=true
                """;
        try {
            Files.writeString(
                    folder.resolve(VECTORS), text + String.join("\n", vectors) + "\n", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who may sign, by organisation and name. */
    static SortedMap<String, Caller> writers(Path folder) {
        TreeMap<String, Caller> writers = new TreeMap<>();
        for (String line : lines(folder.resolve(WRITERS))) {
            String[] parts = line.split(" ", -1);
            writers.put(
                    parts[0] + " " + parts[1],
                    new Caller(new MspId(parts[0]), key(parts[2]), parts[1].equals("admin")));
        }
        return writers;
    }

    /** SHA-256 of a certificate's public key: by what the contract knows a writer. */
    private static Digest key(String base64) {
        try {
            byte[] der = Base64.getDecoder().decode(base64);
            return Digest.of(CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der))
                    .getPublicKey()
                    .getEncoded());
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }
}
