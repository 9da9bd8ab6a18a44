package org.evenhand.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columns_are_as_wide_as_their_widest_cell() {
        assertThat(new Table("node", "tasks")
                        .row("Org1MSP.node-1", 7)
                        .row("b", 1_000)
                        .lines())
                .containsExactly("node            tasks", "Org1MSP.node-1      7", "b                1000");
    }

    @Test
    void a_row_has_a_cell_for_every_heading() {
        Table table = new Table("node", "tasks");
        assertThatThrownBy(() -> table.row("b")).isInstanceOf(IllegalArgumentException.class);
    }
}
