package org.evenhand.cli.demo;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a demonstration shall be.
 *
 * @param folder where its data lies; new
 * @param seed of everything that is drawn by chance; what the machine's timing does to the story stays its own
 * @param organisations 2 to 5
 * @param nodes nodes at the start, 4 to 32; one more joins later
 * @param duration from the first submission to the last
 */
public record DemoOptions(Path folder, long seed, int organisations, int nodes, Duration duration) {
    static final int NODES_MIN = 4;
    static final int NODES_MAX = 32;
    static final int SECONDS_MIN = 15;

    public DemoOptions {
        if (nodes < NODES_MIN || nodes > NODES_MAX) {
            throw new IllegalArgumentException(
                    "expected --nodes within [" + NODES_MIN + ", " + NODES_MAX + "], found " + nodes);
        }
        if (duration.toSeconds() < SECONDS_MIN) {
            throw new IllegalArgumentException(
                    "expected --duration of " + SECONDS_MIN + " s or more, found " + duration.toSeconds());
        }
    }
}
