package org.evenhand.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders for the data of a command. */
public final class Folders {
    private static final int NUMBERS_MAX = 10_000;

    private Folders() {}

    /** A folder that is not there yet, or is empty. */
    public static Path requireNew(Path folder) throws IOException, UserError {
        if (Files.exists(folder)) {
            try (Stream<Path> content = Files.list(folder)) {
                if (content.findAny().isPresent()) {
                    throw new UserError("expected a new or empty folder, found " + folder + " with something in it");
                }
            }
        }
        Files.createDirectories(folder);
        return folder;
    }

    /** The first of {@code name}, {@code name-2}, {@code name-3} and so on that is not there yet. */
    public static Path firstFree(String name) throws IOException, UserError {
        for (int number = 1; number < NUMBERS_MAX; number++) {
            Path folder = Path.of(number == 1 ? name : name + "-" + number);
            if (!Files.exists(folder)) {
                return requireNew(folder);
            }
        }
        throw new UserError("expected a free folder name, found " + NUMBERS_MAX + " folders called " + name);
    }

    /** Deletes a folder and everything in it. */
    public static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(folder)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
