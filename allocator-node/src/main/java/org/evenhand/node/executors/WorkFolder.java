package org.evenhand.node.executors;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

    /**
     * Whether there is more in it than was put there and what may be added. Files that come and go meanwhile may be
     * missed. What cannot be looked into could hold anything, so it is too much.
     *
     * @param givenBytes what was put there
     * @param addedBytesMax what may be added
     */
    boolean holdsMoreThan(long givenBytes, long addedBytesMax) {
        try {
            Sizes sizes = new Sizes();
            Files.walkFileTree(path, sizes);
            return sizes.hidden || sizes.bytes - givenBytes > addedBytesMax;
        } catch (IOException e) {
            LOG.warn("the folder {} of a task could not be looked into: {}", path, e.toString());
            return true;
        }
    }

    /** Sums up the files, but does not follow links. */
    private static final class Sizes extends SimpleFileVisitor<Path> {
        private long bytes;
        private boolean hidden;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.isRegularFile() ? attributes.size() : 0;
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            hidden |= !(failure instanceof NoSuchFileException);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
            hidden |= failure != null && !(failure instanceof NoSuchFileException);
            return FileVisitResult.CONTINUE;
        }
    }

    @Override
    public void close() {
        try {
            open();
            delete();
        } catch (NoSuchFileException theTaskDeletedIt) {
            // That is as good.
        } catch (IOException | UncheckedIOException e) {
            LOG.warn(
                    "the folder {} of a task could not be deleted; the next start tries again: {}", path, e.toString());
        }
    }

    private void delete() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(path)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }

    /** A program may have closed folders, even to us. One that was opened may hold others that are closed. */
    private void open() throws IOException {
        Opener opener = new Opener();
        do {
            opener.again = false;
            Files.walkFileTree(path, opener);
        } while (opener.again);
    }

    private static final class Opener extends SimpleFileVisitor<Path> {
        private final HashSet<Path> opened = new HashSet<>();
        private boolean again;

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (!Files.isWritable(directory) || !Files.isExecutable(directory)) {
                open(directory);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && opened.add(file)) {
                again |= open(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        private static boolean open(Path directory) {
            File file = directory.toFile();
            return file.setReadable(true) && file.setWritable(true) && file.setExecutable(true);
        }
    }
}
