package org.evenhand.cli.work;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.evenhand.cli.UserError;
import org.evenhand.node.content.InputManifest;
import org.jspecify.annotations.Nullable;

/** Collects what tasks are to work on: files, the files of folders, and standard input. */
final class InputSources implements AutoCloseable {
    private static final String STANDARD_INPUT = "-";

    private final InputStream standardInput;
    private final boolean lines;
    private final List<LocalInput> found = new ArrayList<>();
    private @Nullable Path spooled;

    /**
     * Nothing yet.
     *
     * @param lines whether every line of what is read is an input of its own
     */
    InputSources(InputStream standardInput, boolean lines) {
        this.standardInput = standardInput;
        this.lines = lines;
    }

    /** The inputs of sources, in their order. */
    List<LocalInput> read(List<String> sources) throws IOException, UserError {
        for (String source : sources) {
            if (source.equals(STANDARD_INPUT)) {
                readStandardInput();
            } else {
                read(Path.of(source));
            }
        }
        if (found.size() > InputManifest.INPUTS_MAX) {
            throw new UserError("expected at most " + InputManifest.INPUTS_MAX + " inputs of one submission, found "
                    + found.size() + ": submit them in parts");
        }
        return List.copyOf(found);
    }

    private void read(Path source) throws IOException, UserError {
        if (Files.isDirectory(source)) {
            readFolder(source);
        } else if (!Files.isReadable(source)) {
            throw new UserError("expected a file or folder that can be read, or -, found " + source);
        } else if (lines) {
            try (InputStream in = Files.newInputStream(source)) {
                readLines(source.getFileName() + "-", in);
            }
        } else {
            found.add(checked(source));
        }
    }

    private void readFolder(Path folder) throws IOException, UserError {
        List<Path> files;
        try (Stream<Path> content = Files.list(folder)) {
            files = content.filter(Files::isRegularFile)
                    .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            throw new UserError("expected files in the folder " + folder + ", found none");
        }
        for (Path file : files) {
            read(file);
        }
    }

    private static LocalInput checked(Path file) throws IOException, UserError {
        try {
            return LocalInput.of(file);
        } catch (IllegalArgumentException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
    }

    private void readStandardInput() throws IOException, UserError {
        if (lines) {
            readLines("line-", standardInput);
            return;
        }
        if (spooled != null) {
            throw new UserError("expected - once, found it twice");
        }
        Path file = Files.createTempFile("evenhand", ".stdin");
        spooled = file;
        Files.copy(standardInput, file, StandardCopyOption.REPLACE_EXISTING);
        found.add(LocalInput.of("stdin", file));
    }

    private void readLines(String name, InputStream in) throws IOException, UserError {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        int number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            if (found.size() >= InputManifest.INPUTS_MAX) {
                throw new UserError("expected at most " + InputManifest.INPUTS_MAX
                        + " lines in one submission, found more: submit them in parts");
            }
            found.add(LocalInput.of(name + number, line.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void close() throws IOException {
        if (spooled != null) {
            Files.deleteIfExists(spooled);
        }
    }
}
