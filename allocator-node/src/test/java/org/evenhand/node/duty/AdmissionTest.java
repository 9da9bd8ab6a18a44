package org.evenhand.node.duty;

import static org.assertj.core.api.Assertions.assertThat;

import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.TaskClass;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Resources CAPACITY = Resources.of(4_000, 1_000, 0, 0).with("gpu", 2);
    private static final int TARGET = 7_000;

    private static TaskClass needs(Resources demand) {
        return new TaskClass(new ClassName("some"), demand, 0, 1_000, true, 3);
    }

    private static Resources cpu(long millicores) {
        return Resources.of(millicores, 0, 0, 0);
    }

    private static Admission beside(Resources background, Resources running) {
        return new Admission(CAPACITY, TARGET, background, running);
    }

    @Test
    void processor_time_is_used_up_to_the_target() {
        assertThat(beside(cpu(300), cpu(1_500)).admit(needs(cpu(500)), 9)).isEqualTo(2);
    }

    @Test
    void no_more_is_admitted_than_is_wanted() {
        assertThat(beside(Resources.NONE, Resources.NONE).admit(needs(cpu(500)), 3))
                .isEqualTo(3);
    }

    @Test
    void memory_is_used_up_to_all_there_is_and_not_beyond() {
        TaskClass large = needs(Resources.of(1, 300, 0, 0));
        assertThat(beside(Resources.of(0, 50, 0, 0), Resources.NONE).admit(large, 9))
                .isEqualTo(3);
        assertThat(beside(Resources.of(0, 800, 0, 0), Resources.NONE).admit(large, 9))
                .isZero();
    }

    @Test
    void countable_resources_are_hard_limits() {
        TaskClass trainer = needs(cpu(100).with("gpu", 1));
        assertThat(beside(Resources.NONE, Resources.NONE.with("gpu", 1)).admit(trainer, 9))
                .isEqualTo(1);
    }

    @Test
    void one_task_may_exceed_the_target_of_a_node_that_does_nothing_else() {
        TaskClass huge = needs(cpu(3_500));
        assertThat(beside(Resources.NONE, Resources.NONE).admit(huge, 2)).isEqualTo(1);
        assertThat(beside(Resources.NONE, cpu(100)).admit(huge, 2)).isZero();
        assertThat(beside(cpu(2_800), Resources.NONE).admit(huge, 2)).isZero();
    }

    @Test
    void who_waits_for_a_resource_keeps_those_behind_from_it() {
        Admission admission = beside(Resources.NONE, cpu(500));
        assertThat(admission.admit(needs(cpu(2_600)), 1)).isZero();
        assertThat(admission.admit(needs(cpu(100)), 5)).isZero();
        assertThat(admission.admit(needs(Resources.of(0, 100, 0, 0)), 5)).isEqualTo(5);
    }

    @Test
    void what_was_admitted_counts_as_running() {
        Admission admission = beside(Resources.NONE, Resources.NONE);
        assertThat(admission.admit(needs(cpu(1_000)), 2)).isEqualTo(2);
        assertThat(admission.admit(needs(cpu(400)), 9)).isEqualTo(2);
    }
}
