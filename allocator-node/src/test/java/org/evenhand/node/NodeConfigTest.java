package org.evenhand.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeConfigTest {
    private static final String LEAST = """
            {"pool": "edge", "node": "Org1MSP.node-1", "channel": "evenhand", "chaincode": "evenhand",
             "connectionProfile": "connection-org1.json", "identity": "/etc/evenhand/msp",
             "capacity": {"cpu": 4000, "memory": 8192}, "dataFolder": "data"%s}
            """;

    private static NodeConfig read(Path folder, String more) throws IOException {
        Path file = folder.resolve("node.json");
        Files.writeString(file, LEAST.formatted(more));
        return NodeConfig.read(file);
    }

    @Test
    void the_least_that_a_file_must_say_makes_a_node(@TempDir Path folder) throws IOException {
        NodeConfig config = read(folder, "");
        assertThat(config.node()).isEqualTo(StreamId.parse("Org1MSP.node-1"));
        assertThat(config.msp().id()).isEqualTo("Org1MSP");
        assertThat(config.capacity()).isEqualTo(Resources.of(4_000, 8_192, 0, 0));
        assertThat(config.network().profile()).isEqualTo(folder.resolve("connection-org1.json"));
        assertThat(config.network().identity()).isEqualTo(Path.of("/etc/evenhand/msp"));
        assertThat(config.network().peer()).isEmpty();
        assertThat(config.dataFolder()).isEqualTo(folder.resolve("data"));
        assertThat(config.accounting()).isEqualTo(NodeConfig.Accounting.MACHINE);
        assertThat(config.executor()).isEqualTo(NodeConfig.Execution.WORKLOAD);
        assertThat(config.pace()).isEqualTo(NodePace.DEFAULT);
    }

    @Test
    void everything_else_has_a_key_of_its_own(@TempDir Path folder) throws IOException {
        NodeConfig config = read(folder, """
                , "peer": "peer0.org1.example.com", "accounting": "process-share", "executor": "time-passing",
                "reportSoonestMillis": 200, "settleMillis": 50, "roundPauseMillis": 10\
                """);
        assertThat(config.network().peer()).contains("peer0.org1.example.com");
        assertThat(config.accounting()).isEqualTo(NodeConfig.Accounting.PROCESS_SHARE);
        assertThat(config.executor()).isEqualTo(NodeConfig.Execution.TIME_PASSING);
        assertThat(config.pace()).isEqualTo(new NodePace(200, 50, 10));
    }

    @Test
    void an_unknown_key_is_an_error_that_names_it_and_the_file(@TempDir Path folder) {
        assertThatThrownBy(() -> read(folder, ", \"colour\": 1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("colour")
                .hasMessageContaining("node.json");
    }

    @Test
    void an_unknown_choice_is_answered_with_those_there_are(@TempDir Path folder) {
        assertThatThrownBy(() -> read(folder, ", \"executor\": \"magic\""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("workload or time-passing");
    }
}
