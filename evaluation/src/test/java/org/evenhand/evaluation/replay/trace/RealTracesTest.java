package org.evenhand.evaluation.replay.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.evenhand.core.model.Resources;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The published traces themselves, which are not part of this repository: found in the folder that the system property
 * {@code evenhand.traces} or the variable {@code EVENHAND_TRACES} names, or in {@code ../shared/traces} beside it.
 */
class RealTracesTest {
    private static Path folder() {
        String named = System.getProperty("evenhand.traces", System.getenv().getOrDefault("EVENHAND_TRACES", ""));
        return named.isEmpty() ? Path.of("..", "..", "shared", "traces") : Path.of(named);
    }

    @SuppressWarnings("SystemOut") // A test that is left out should be seen to be.
    private static Path file(String name) {
        Path file = folder().resolve(name);
        String reason = "SKIPPED: " + file.toAbsolutePath().normalize()
                + " is not there; EVENHAND_TRACES names the folder of the traces";
        if (!Files.isRegularFile(file)) {
            System.out.println(reason);
        }
        Assumptions.assumeTrue(Files.isRegularFile(file), reason);
        return file;
    }

    private static Trace read(String name) throws TraceException {
        return TraceFile.read(file(name), Optional.empty());
    }

    @Test
    void every_row_of_the_surf_trace_is_a_task_of_sixteen_cores() throws Exception {
        Trace trace = read("surf-lisa/surf_month_tasks.csv.gz");
        assertThat(trace.tasks()).hasSize(68_648);
        assertThat(trace.malformed().count() + trace.unknown().count()).isZero();
        assertThat(trace.tasks()).extracting(TraceTask::demand).containsOnly(Resources.of(16_000, 95_368, 0, 0));
    }

    @Test
    void the_pods_of_openb_that_were_never_scheduled_are_the_only_ones_left_out() throws Exception {
        Trace trace = read("alibaba-openb-gpu2023/openb_pod_list_default.csv");
        assertThat(trace.malformed().count()).isZero();
        assertThat(trace.unknown().count()).isEqualTo(897);
        assertThat(trace.tasks()).hasSize(8_152 - 897);
    }

    @Test
    void the_nodes_of_openb_are_all_there() throws Exception {
        var nodes = NodeShapes.read(file("alibaba-openb-gpu2023/openb_node_list_all_node.csv"), 2_000);
        assertThat(nodes).hasSize(1_523);
        assertThat(nodes.stream()
                        .mapToLong(node -> node.capacity().amount(TraceFormat.GPU_MILLI))
                        .sum())
                .isEqualTo(6_212_000);
    }

    @Test
    void every_job_of_the_log_in_the_standard_workload_format_is_a_task() throws Exception {
        Trace trace = read("swf/NASA-iPSC-1993-3.1-cln.swf.gz");
        assertThat(trace.tasks()).hasSize(18_239);
        assertThat(trace.malformed().count() + trace.unknown().count()).isZero();
    }
}
