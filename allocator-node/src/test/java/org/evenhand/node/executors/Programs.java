package org.evenhand.node.executors;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Small programs that every Unix has, wherever it has them. */
final class Programs {
    private Programs() {}

    static Path path(String name) {
        return Stream.concat(
                        List.of("/usr/bin", "/bin", "/usr/local/bin").stream(),
                        Stream.of(String.valueOf(System.getenv("PATH")).split(":")))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("expected a program " + name + " on this machine"));
    }
}
