package org.evenhand.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GatewayPoolLedgerTest {
    @Test
    void whoever_follows_a_pool_for_the_first_time_starts_near_the_channels_end() {
        assertThat(GatewayPoolLedger.lastBlockPassedOver(7)).isEqualTo(-1);
        assertThat(GatewayPoolLedger.lastBlockPassedOver(GatewayPoolLedger.REPLAYED_BLOCKS_MAX))
                .isEqualTo(-1);
        assertThat(GatewayPoolLedger.lastBlockPassedOver(5_000_000))
                .isEqualTo(5_000_000 - GatewayPoolLedger.REPLAYED_BLOCKS_MAX - 1);
    }
}
