package org.evenhand.evaluation.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.TaskClass;
import org.evenhand.evaluation.replay.trace.TraceTask;
import org.junit.jupiter.api.Test;

class ClassGridTest {
    private static final ReplayTime AS_IT_WAS = new ReplayTime(0, 1);
    private static final Resources LARGEST = Resources.of(104_000, 1_000_000, 0, 0);

    private static TraceTask task(long line, long durationMillis, Resources demand) {
        return new TraceTask(line, "t", 0, durationMillis, demand);
    }

    private static List<TraceTask> demanding(LongStream cpus) {
        List<TraceTask> tasks = new ArrayList<>();
        cpus.forEach(cpu -> tasks.add(task(tasks.size(), 10, Resources.of(cpu, 0, 0, 0))));
        return tasks;
    }

    @Test
    void every_demand_is_a_class_if_there_are_few_enough() {
        ClassGrid grid = ClassGrid.of(demanding(LongStream.of(1_001, 7, 1_001)), List.of(LARGEST), 2, AS_IT_WAS);
        assertThat(grid.digits()).isEqualTo(ClassGrid.EXACT);
        assertThat(grid.classes())
                .extracting(taskClass -> taskClass.name().name())
                .containsExactly("cpu-1001", "cpu-7");
    }

    @Test
    void a_class_expects_the_lower_median_of_its_tasks_at_the_speed_of_the_replay() {
        Resources demand = Resources.of(1, 0, 0, 0);
        List<TraceTask> tasks = List.of(
                task(1, 9_000, demand), task(2, 2_000, demand), task(3, 4_000, demand), task(4, 1_000_000, demand));
        ClassGrid grid = ClassGrid.of(tasks, List.of(LARGEST), 9, new ReplayTime(0, 100));
        assertThat(grid.classes()).extracting(TaskClass::expectedMillis).containsExactly(40L);
    }

    @Test
    void amounts_are_rounded_up_to_as_many_binary_digits_as_keep_classes_few_enough() {
        assertThat(ClassGrid.roundUp(19, 3)).isEqualTo(20);
        assertThat(ClassGrid.roundUp(20, 3)).isEqualTo(20);
        assertThat(ClassGrid.roundUp(1_100, 3)).isEqualTo(1_280);
        assertThat(ClassGrid.roundUp(7, 3)).isEqualTo(7);
        assertThat(ClassGrid.roundUp(15, 3)).isEqualTo(16);
        assertThat(ClassGrid.roundUp(1, 1)).isEqualTo(1);
        assertThat(ClassGrid.roundUp(513, 1)).isEqualTo(1_024);

        List<TraceTask> tasks = demanding(LongStream.rangeClosed(1, 1_000));
        ClassGrid grid = ClassGrid.of(tasks, List.of(LARGEST), 40, AS_IT_WAS);
        assertThat(grid.classes()).hasSizeLessThanOrEqualTo(40);
        assertThat(grid.demands()).isEqualTo(1_000);
        assertThat(ClassGrid.of(tasks, List.of(LARGEST), grid.classes().size(), AS_IT_WAS)
                        .digits())
                .isEqualTo(grid.digits());
        assertThat(ClassGrid.of(tasks, List.of(LARGEST), grid.classes().size() - 1, AS_IT_WAS)
                        .digits())
                .isLessThan(grid.digits());
        for (TraceTask task : tasks) {
            assertThat(grid.of(task).demand().amount("cpu"))
                    .isBetween(task.demand().amount("cpu"), 2 * task.demand().amount("cpu"));
        }
    }

    @Test
    void rounding_takes_no_node_out_of_those_that_could_hold_a_task() {
        List<Resources> nodes = List.of(Resources.of(100_000, 0, 0, 0), Resources.of(65_000, 0, 0, 0));
        List<TraceTask> tasks = demanding(LongStream.iterate(64_500, cpu -> cpu < 100_300, cpu -> cpu + 100));
        ClassGrid grid = ClassGrid.of(tasks, nodes, 5, AS_IT_WAS);
        assertThat(grid.digits()).isLessThan(ClassGrid.EXACT);
        for (TraceTask task : tasks) {
            for (Resources node : nodes) {
                assertThat(grid.of(task).demand().amount("cpu") <= node.amount("cpu"))
                        .as(task + " on " + node)
                        .isEqualTo(task.demand().amount("cpu") <= node.amount("cpu"));
            }
        }
    }

    @Test
    void demands_that_even_powers_of_two_do_not_make_few_enough_are_refused() {
        assertThatThrownBy(() -> ClassGrid.of(demanding(LongStream.of(1, 2, 4, 8)), List.of(LARGEST), 3, AS_IT_WAS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected tasks of at most 3 demands");
    }
}
