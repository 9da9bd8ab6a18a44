package org.evenhand.node.proposing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import org.evenhand.core.model.StreamId;
import org.junit.jupiter.api.Test;

class NamingTest {
    private final Naming naming = new Naming();
    private final TreeMap<StreamId, Long> ripe = new TreeMap<>();

    NamingTest() {
        for (int i = 0; i < 7; i++) {
            ripe.put(StreamId.parse("Org1MSP.node-" + i), 3L);
        }
    }

    @Test
    void everything_is_named_as_long_as_a_round_can_hold_it() {
        assertThat(naming.of(ripe)).isEqualTo(ripe);
    }

    @Test
    void half_as_much_is_named_after_each_round_that_was_too_large_but_always_something() {
        naming.of(ripe);
        naming.wasTooMuch();
        assertThat(naming.of(ripe)).hasSize(3);
        naming.wasTooMuch();
        assertThat(naming.of(ripe)).hasSize(1);
        naming.wasTooMuch();
        assertThat(naming.of(ripe)).hasSize(1);
    }

    @Test
    void a_round_that_was_decided_lifts_the_limit() {
        naming.of(ripe);
        naming.wasTooMuch();
        naming.wentWell();
        assertThat(naming.of(ripe)).isEqualTo(ripe);
    }
}
