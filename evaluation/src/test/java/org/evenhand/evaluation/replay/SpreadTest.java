package org.evenhand.evaluation.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void percentiles_are_values_that_are_there_by_nearest_rank() {
        assertThat(Spread.of(
                        LongStream.rangeClosed(1, 1_000).map(i -> 1_001 - i).toArray()))
                .isEqualTo(new Spread(1_000, 500, 900, 990, 1_000));
        assertThat(Spread.of(7)).isEqualTo(new Spread(1, 7, 7, 7, 7));
        assertThat(Spread.of(40, 10, 30, 20)).isEqualTo(new Spread(4, 20, 40, 40, 40));
    }

    @Test
    void without_values_there_is_nothing_to_tell() {
        assertThat(Spread.of()).isEqualTo(new Spread(0, 0, 0, 0, 0));
    }
}
