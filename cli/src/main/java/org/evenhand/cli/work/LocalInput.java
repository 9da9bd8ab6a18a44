package org.evenhand.cli.work;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Digest;
import org.evenhand.node.content.InputManifest.Input;
import org.evenhand.node.content.Sha256;

/**
 * Something on this machine that a task is to work on.
 *
 * @param input what the manifest says of it
 * @param content where its bytes are
 */
record LocalInput(Input input, Content content) {
    private static final int BUFFER_BYTES = 64 * 1024;

    /** Where bytes are. */
    sealed interface Content {
        /** In a file. */
        record InFile(Path path) implements Content {}

        /** Here. */
        record InMemory(Bytes bytes) implements Content {}
    }

    static LocalInput of(Path file) throws IOException {
        return of(String.valueOf(file.getFileName()), file);
    }

    static LocalInput of(String name, Path file) throws IOException {
        Sha256 sum = new Sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sum.update(buffer, 0, read);
            }
        }
        long bytes = sum.bytes();
        return new LocalInput(new Input(name, sum.digest(), bytes), new Content.InFile(file));
    }

    static LocalInput of(String name, byte[] bytes) {
        return new LocalInput(
                new Input(name, Digest.of(bytes), bytes.length), new Content.InMemory(Bytes.copyOf(bytes)));
    }
}
