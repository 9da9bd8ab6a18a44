package org.evenhand.node.stopping;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Limits;

/** A note in a file that is whole at every moment: written beside it, synced, and renamed. */
public final class StopFile implements StopNote {
    private final Path file;
    private OptionalLong lastSequence;

    private StopFile(Path file, OptionalLong lastSequence) {
        this.file = file;
        this.lastSequence = lastSequence;
    }

    /**
     * Opens a note; one whose file does not exist says nothing.
     *
     * @throws IOException if the file is there and holds no note
     */
    public static StopFile open(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new StopFile(file, OptionalLong.empty());
        }
        try {
            ObjectReader reader = ObjectReader.of("note", CanonicalJson.read(Files.readAllBytes(file)));
            long lastSequence = reader.number("lastSequence", 0, Limits.COUNT_MAX);
            reader.end();
            return new StopFile(file, OptionalLong.of(lastSequence));
        } catch (MalformedException e) {
            throw new IOException(file + " holds no note of a stop: " + e.getMessage(), e);
        }
    }

    @Override
    public OptionalLong lastSequence() {
        return lastSequence;
    }

    @Override
    public void write(long sequence) throws IOException {
        byte[] bytes =
                CanonicalJson.write(Json.object().put("lastSequence", sequence).build());
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new IOException(beside + " could not be written: " + e.getMessage(), e);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        lastSequence = OptionalLong.of(sequence);
    }

    @Override
    public void erase() throws IOException {
        Files.deleteIfExists(file);
        lastSequence = OptionalLong.empty();
    }
}
