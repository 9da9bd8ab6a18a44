package org.evenhand.evaluation.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.evenhand.core.model.Resources;
import org.evenhand.evaluation.load.TestNetwork;
import org.evenhand.evaluation.replay.trace.NodeShapes;
import org.evenhand.evaluation.replay.trace.TraceTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short replay through everything: network, contract, nodes, applications. */
class ReplayTest {
    private static final int TASKS = 100;

    private static List<TraceTask> tasks() {
        SplittableRandom random = new SplittableRandom(7);
        List<TraceTask> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            Resources demand = Resources.of(1_000L * (1 + random.nextInt(4)), 512, 0, 0);
            boolean trains = i % 5 == 0;
            tasks.add(new TraceTask(
                    i + 2,
                    "task-" + i,
                    5_000_000 + 300L * i,
                    random.nextLong(10_000),
                    trains ? demand.with("gpu-milli", i % 2 == 0 ? 1_000 : 500) : demand));
        }
        // More GPUs than any node has: it must end all the same.
        tasks.set(
                50,
                new TraceTask(
                        52, "huge", tasks.get(50).arrivalMillis(), 1_000, Resources.NONE.with("gpu-milli", 9_000)));
        return tasks;
    }

    @Test
    void every_task_ends_and_what_no_node_could_hold_ends_as_unplaceable(@TempDir Path folder) throws Exception {
        List<String> progress = new ArrayList<>();
        ReplayResult result;
        try (TestNetwork network = new TestNetwork(folder.resolve("network"))) {
            ReplayPlan plan = new ReplayPlan(network.organisations(), tasks(), NodeShapes.smaller(4), 20);
            result = new Replay(network, plan, progress::add).run();
        }
        assertThat(result.isAccountedFor()).as(result.account().toString()).isTrue();
        assertThat(result.account().unplaceable()).isEqualTo(1);
        assertThat(result.account().finished()).isEqualTo(TASKS - 1);
        assertThat(result.times().response().count()).isEqualTo(TASKS - 1);
        assertThat(result.times().waiting().max()).isLessThanOrEqualTo(result.makespanMillis());
        assertThat(result.use()).containsKeys("cpu", "memory", "gpu-milli");
        assertThat(result.nodes().stream()
                        .mapToLong(ReplayResult.NodeUse::finished)
                        .sum())
                .isEqualTo(TASKS - 1);
        assertThat(progress).contains("4 nodes have joined");

        Path table = folder.resolve("tasks.csv");
        TaskTable.write(result, table);
        assertThat(Files.readAllLines(table))
                .hasSize(TASKS + 1)
                .anyMatch(line -> line.startsWith("52,huge,") && line.endsWith(",unplaceable,"));
    }
}
