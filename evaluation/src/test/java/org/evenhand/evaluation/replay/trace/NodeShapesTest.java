package org.evenhand.evaluation.replay.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.evenhand.core.model.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeShapesTest {
    private static final String HEADER = "sn,cpu_milli,memory_mib,gpu,model";

    @TempDir
    private Path folder = Path.of(".");

    private Path file(String... lines) throws IOException {
        return Files.writeString(folder.resolve("nodes"), String.join("\n", lines) + "\n");
    }

    @Test
    void a_node_of_a_list_counts_its_gpus_in_thousandths() throws Exception {
        Path list = file(HEADER, "openb-node-0000,32000,262144,0,", "openb-node-0001,16000,122880,2,P100");
        assertThat(NodeShapes.read(list, 64))
                .containsExactly(
                        new NodeShapes.Named("openb-node-0000", Resources.of(32_000, 262_144, 0, 0)),
                        new NodeShapes.Named(
                                "openb-node-0001",
                                Resources.of(16_000, 122_880, 0, 0).with("gpu-milli", 2_000)));
    }

    @Test
    void of_a_longer_list_evenly_spaced_rows_are_taken() throws Exception {
        String[] lines = new String[12];
        lines[0] = HEADER;
        for (int i = 0; i < 11; i++) {
            lines[i + 1] = "n" + i + ",1000,1,0,";
        }
        Path list = file(lines);
        assertThat(NodeShapes.read(list, 4)).extracting(NodeShapes.Named::name).containsExactly("n0", "n2", "n5", "n8");
        assertThat(NodeShapes.read(list, 11)).hasSize(11);
    }

    @Test
    void a_list_with_any_malformed_row_is_refused() throws Exception {
        assertRefused(":3: expected cpu_milli to be a whole number", HEADER, "a,1,1,0,", "b,x,1,0,");
        assertRefused(":2: expected 5 values, found 2", HEADER, "a,1");
        assertRefused(":2: expected sn to be lower-case letters", HEADER, "A node,1,1,0,");
        assertRefused(":3: expected every sn once, found a again", HEADER, "a,1,1,0,", "a,1,1,0,");
        assertRefused(":2: expected a capacity of some resource", HEADER, "a,0,0,0,");
        assertRefused("expected a header with the columns [sn, cpu_milli, memory_mib, gpu]", "a,b", "1,2");
        assertRefused("and a node", HEADER);
    }

    private void assertRefused(String message, String... lines) throws IOException {
        Path list = file(lines);
        assertThatThrownBy(() -> NodeShapes.read(list, 64))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining(message);
    }

    @Test
    void nodes_that_are_only_counted_repeat_four_shapes() {
        var nodes = NodeShapes.smaller(9);
        assertThat(nodes)
                .extracting(NodeShapes.Named::name)
                .startsWith("node-1", "node-2")
                .doesNotHaveDuplicates();
        assertThat(nodes.get(4).capacity()).isEqualTo(nodes.get(0).capacity());
        assertThat(nodes.subList(0, 4).stream().map(NodeShapes.Named::capacity).distinct())
                .hasSize(4);
        assertThat(nodes.get(1).capacity().amount("gpu-milli")).isEqualTo(2_000);
    }
}
