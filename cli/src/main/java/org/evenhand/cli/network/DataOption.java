package org.evenhand.cli.network;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The folder of an embedded network. */
public final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "evenhand-data",
            description = "The network's folder. Default: ${DEFAULT-VALUE}")
    private Path folder = Path.of("evenhand-data");

    public Path folder() {
        return folder;
    }
}
