package org.evenhand.node.sensing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.range.RangeSet;
import org.evenhand.node.execution.Assignment;
import org.evenhand.node.execution.BackgroundLoad;
import org.evenhand.node.execution.TimePassingExecutor;
import org.evenhand.node.time.ManualTimers;
import org.junit.jupiter.api.Test;

class SensingTest {
    private final TimePassingExecutor executor = new TimePassingExecutor(new ManualTimers(), 1);

    private void run(Resources demand) {
        executor.start(
                new Assignment(
                        SubmissionId.parse("Org1MSP.client/1.0"),
                        RangeSet.of(0, 1),
                        1,
                        new TaskClass(new ClassName("some"), demand, 3, 1_000, true, 3),
                        Digest.of("payload")),
                () -> {});
    }

    @Test
    void a_share_of_a_machine_is_the_own_tasks_and_the_own_background() {
        BackgroundLoad background = BackgroundLoad.declared();
        background.change(Resources.of(300, 20, 0, 0));
        run(Resources.of(500, 0, 0, 0));
        assertThat(new ProcessShareSensor(executor, background).usage()).isEqualTo(Resources.of(800, 20, 0, 0));
    }

    @Test
    void a_sample_sets_usage_against_capacity_and_demand() {
        LoadSample sample = LoadSample.of(
                Resources.of(1_800, 100, 50, 0), Resources.of(4_000, 1_000, 0, 10), Resources.of(1_500, 200, 0, 0));
        assertThat(sample.utilisation().of(Resources.CPU)).isEqualTo(4_500);
        assertThat(sample.utilisation().of(Resources.MEMORY)).isEqualTo(1_000);
        assertThat(sample.utilisation().basisPoints().keySet()).isEqualTo(Set.of(Resources.CPU, Resources.MEMORY));
        assertThat(sample.background()).isEqualTo(Resources.of(300, 0, 0, 0));
    }

    @Test
    void utilisation_stays_within_its_limit() {
        LoadSample sample = LoadSample.of(Resources.of(1_000_000, 0, 0, 0), Resources.of(1, 0, 0, 0), Resources.NONE);
        assertThat(sample.utilisation().of(Resources.CPU)).isEqualTo(Limits.UTILISATION_MAX_BASIS_POINTS);
    }

    @Test
    void a_machine_reports_what_the_operating_system_sees_and_its_own_countables() {
        run(Resources.of(500, 0, 0, 0).with("gpu", 1));
        Resources usage = new MachineSensor(executor).usage();
        assertThat(usage.amount(Resources.MEMORY)).isPositive();
        assertThat(usage.amount("gpu")).isEqualTo(1);
    }
}
