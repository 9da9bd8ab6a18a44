package org.evenhand.cli.pool;

import java.util.Locale;
import java.util.stream.Collectors;
import org.evenhand.cli.output.Amounts;
import org.evenhand.core.contract.QueueView;

/** What waits, in a line. */
final class QueueWords {
    private QueueWords() {}

    static String of(QueueView queue) {
        if (queue.lines().isEmpty()) {
            return "nothing waits that a round has taken";
        }
        return Amounts.tasks(queue.tasks())
                + (queue.tasks() == 1 ? " waits: " : " wait: ")
                + queue.lines().stream()
                        .sorted((one, other) -> Integer.compare(other.priority(), one.priority()))
                        .map(line -> String.format(Locale.ROOT, "%,d at priority %d", line.tasks(), line.priority()))
                        .collect(Collectors.joining(", "));
    }
}
