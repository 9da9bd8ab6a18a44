package org.evenhand.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    private Path temporary = Path.of(".");

    @Test
    void a_folder_that_another_node_uses_is_refused_until_that_one_has_ended() throws IOException {
        Path folder = temporary.resolve("new").resolve("data");
        DataFolder first = DataFolder.open(folder);
        assertThatThrownBy(() -> DataFolder.open(folder))
                .isInstanceOf(FolderInUseException.class)
                .hasMessageContaining("no other node uses");
        first.close();
        try (DataFolder second = DataFolder.open(folder)) {
            assertThat(second.subfolder("scratch")).isDirectory();
        }
    }

    @Test
    void a_node_that_could_not_start_lets_go_of_its_folder() throws IOException {
        NodeConfig config = new NodeConfig(
                new PoolId("edge"),
                StreamId.parse("Org1MSP.node-1"),
                new NodeConfig.Access(
                        "evenhand",
                        "evenhand",
                        temporary.resolve("missing.json"),
                        Optional.empty(),
                        temporary.resolve("missing")),
                Resources.of(4_000, 0, 0, 0),
                temporary.resolve("data"),
                NodeConfig.Accounting.MACHINE,
                NodeConfig.Execution.WORKLOAD,
                NodePace.DEFAULT,
                NodeConfig.Work.NONE);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> StandaloneNode.start(config).close())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("missing.json");
        }
    }
}
