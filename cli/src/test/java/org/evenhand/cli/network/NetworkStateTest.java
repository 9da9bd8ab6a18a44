package org.evenhand.cli.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.evenhand.core.model.PoolId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkStateTest {
    private static final PoolId POOL = new PoolId("main");
    private static final String GENESIS = "0".repeat(64);

    @Test
    void a_state_that_was_written_is_read_again(@TempDir Path folder) throws Exception {
        NetworkState state = NetworkState.ofThisProcess(List.of("Org1", "Org2"), POOL, GENESIS);
        state.write(folder);

        assertThat(NetworkState.read(folder)).contains(state);
        assertThat(state.isAlive()).isTrue();
    }

    @Test
    void a_number_that_another_process_has_got_since_is_not_taken_for_the_network() {
        NetworkState self = NetworkState.ofThisProcess(List.of("Org1"), POOL, GENESIS);
        NetworkState before =
                new NetworkState(self.pid(), self.startedMillis() - 3_600_000, List.of("Org1"), POOL, GENESIS);

        assertThat(before.isAlive()).isFalse();
        assertThat(before.process()).isEmpty();
    }
}
