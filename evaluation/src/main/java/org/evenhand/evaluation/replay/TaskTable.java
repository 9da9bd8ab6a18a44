package org.evenhand.evaluation.replay;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Path;

/** Writes what became of every task into a CSV file, for whoever wants to look closer. */
public final class TaskTable {
    private TaskTable() {}

    /** Writes the tasks of a replay; times in milliseconds of ours since the first arrival, -1 for never. */
    public static void write(ReplayResult result, Path file) throws IOException {
        try (CsvWriter table = CsvWriter.builder().build(file)) {
            table.writeRecord(
                    "line",
                    "name",
                    "submitter",
                    "class",
                    "traced_duration_ms",
                    "arrival_ms",
                    "start_ms",
                    "end_ms",
                    "outcome",
                    "node");
            for (ReplayResult.TaskTimes task : result.tasks()) {
                table.writeRecord(
                        Long.toString(task.task().line()),
                        task.task().name(),
                        task.submitter().id(),
                        task.taskClass().name(),
                        Long.toString(task.task().durationMillis()),
                        Long.toString(task.arrivalMillis()),
                        Long.toString(task.startMillis()),
                        Long.toString(task.endMillis()),
                        task.outcome(),
                        task.node());
            }
        }
    }
}
