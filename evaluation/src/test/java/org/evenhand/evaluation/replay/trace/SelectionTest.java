package org.evenhand.evaluation.replay.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.evenhand.core.model.Resources;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final Trace.Problems NONE = new Trace.Problems(0, List.of());

    private static Trace trace(TraceFormat format, long... arrivals) {
        List<TraceTask> tasks = new ArrayList<>();
        for (int i = 0; i < arrivals.length; i++) {
            tasks.add(new TraceTask(i + 2, "t" + i, arrivals[i], 1_000L * (i + 1), Resources.of(16_000, 100, 0, 0)));
        }
        return new Trace(format, tasks, NONE, NONE);
    }

    private static List<String> names(Selection selection, Trace trace) {
        return selection.of(trace).tasks().stream().map(TraceTask::name).toList();
    }

    @Test
    void tasks_are_taken_by_arrival_and_then_as_they_stand_in_the_file() {
        Trace trace = trace(TraceFormat.SURF, 30, 10, 20, 10);
        assertThat(names(Selection.ALL, trace)).containsExactly("t1", "t3", "t2", "t0");
        assertThat(names(new Selection(0, 1, 2, Share.WHOLE, 9_999_999), trace)).containsExactly("t3", "t2");
    }

    @Test
    void the_time_to_begin_with_is_in_the_unit_of_the_trace() {
        Selection from = new Selection(20, 0, 9, Share.WHOLE, 9_999_999);
        assertThat(names(from, trace(TraceFormat.SURF, 19, 20, 21))).containsExactly("t1", "t2");
        assertThat(names(from, trace(TraceFormat.OPENB, 19_999, 20_000, 21_000)))
                .containsExactly("t1", "t2");
    }

    @Test
    void long_tasks_are_cut_and_counted() {
        Selection.Selected selected =
                new Selection(0, 0, 9, Share.WHOLE, 2_000).of(trace(TraceFormat.SURF, 1, 2, 3, 4));
        assertThat(selected.tasks())
                .extracting(TraceTask::durationMillis)
                .containsExactly(1_000L, 2_000L, 2_000L, 2_000L);
        assertThat(selected.cut()).isEqualTo(2);
    }

    @Test
    void a_share_of_a_demand_is_rounded_up_and_never_nothing() {
        Resources whole = Resources.of(16_000, 100, 0, 0).with("gpu-milli", 1);
        assertThat(Share.parse("1/16").of(whole))
                .isEqualTo(Resources.of(1_000, 7, 0, 0).with("gpu-milli", 1));
        assertThat(Share.parse("0.5").of(whole))
                .isEqualTo(Resources.of(8_000, 50, 0, 0).with("gpu-milli", 1));
        assertThat(Share.parse("2").of(whole))
                .isEqualTo(Resources.of(32_000, 200, 0, 0).with("gpu-milli", 2));
        assertThat(Share.parse("1.50")).isEqualTo(new Share(15, 10));
    }

    @Test
    void what_is_no_share_is_refused() {
        for (String text : List.of("", "0", "0/3", "1/0", "-1", "1e3", "1000", "1/2/3", "x", "0.0", "99999999")) {
            assertThatThrownBy(() -> Share.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
