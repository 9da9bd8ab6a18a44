package org.evenhand.node.executors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one task: made for it, deleted after it.
 *
 * @param path where it lies
 */
record WorkFolder(Path path) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);

    Path file(String name) {
        return path.resolve(name);
    }

    /** Bytes of all files in it but one. Files that come and go meanwhile may be missed. */
    long bytesBeside(Path input) {
        try (Stream<Path> tree = Files.walk(path)) {
            return tree.filter(file -> !file.equals(input))
                    .mapToLong(WorkFolder::bytes)
                    .sum();
        } catch (IOException | UncheckedIOException goneMeanwhile) {
            return 0;
        }
    }

    private static long bytes(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException goneMeanwhile) {
            return 0;
        }
    }

    @Override
    public void close() {
        try {
            List<Path> deepestFirst;
            try (Stream<Path> tree = Files.walk(path)) {
                deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException theTaskDeletedIt) {
            // That is as good.
        } catch (IOException | UncheckedIOException e) {
            LOG.warn(
                    "the folder {} of a task could not be deleted; the next start tries again: {}", path, e.toString());
        }
    }
}
