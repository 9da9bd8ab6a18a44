package org.evenhand.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Terms;
import org.junit.jupiter.api.Test;

/** Random steps against a map from every single task to its terms. */
class FragmentMapTest {
    private static final int SEEDS = 200;
    private static final int STEPS = 60;
    private static final int TASKS = 20;
    private static final List<SubmissionId> SUBMISSIONS =
            List.of(SubmissionId.parse("Org1MSP.client-1/7.0"), SubmissionId.parse("Org1MSP.client-1/7.1"));

    private final TreeMap<SubmissionId, TreeMap<Long, Terms>> model = new TreeMap<>();

    private static Terms terms(int attempts) {
        return new Terms(
                new ClassName("frame"), Digest.of("payload"), 3, 1, 1_000, 0, attempts, 0, false, Terms.Deferral.NONE);
    }

    private NavigableMap<Long, Terms> tasks(SubmissionId submission) {
        return model.computeIfAbsent(submission, absent -> new TreeMap<>());
    }

    /** The single tasks of fragments, so that it does not matter where they are cut. */
    private static NavigableMap<Long, Terms> tasks(List<Fragment> fragments) {
        TreeMap<Long, Terms> tasks = new TreeMap<>();
        for (Fragment fragment : fragments) {
            for (long i = fragment.range().from(); i < fragment.range().to(); i++) {
                assertThat(tasks.put(i, fragment.terms())).isNull();
            }
        }
        return tasks;
    }

    /** The fragments that the model says there are: maximal runs of equal terms. */
    private List<Fragment> expected() {
        List<Fragment> fragments = new ArrayList<>();
        model.forEach((submission, tasks) -> {
            for (Long from : tasks.keySet()) {
                Terms terms = Objects.requireNonNull(tasks.get(from));
                if (!terms.equals(tasks.get(from - 1))) {
                    long to = from + 1;
                    while (terms.equals(tasks.get(to))) {
                        to++;
                    }
                    fragments.add(new Fragment(TaskRange.of(submission, from, to), terms));
                }
            }
        });
        return fragments;
    }

    private static TaskRange randomRange(Random random) {
        long from = random.nextInt(TASKS);
        return TaskRange.of(SUBMISSIONS.get(random.nextInt(2)), from, from + 1 + random.nextInt(6));
    }

    private void add(FragmentMap map, Fragment added, String seed) {
        NavigableMap<Long, Terms> tasks = tasks(added.range().submission());
        if (tasks.subMap(added.range().from(), added.range().to()).isEmpty()) {
            map.add(added);
            for (long i = added.range().from(); i < added.range().to(); i++) {
                tasks.put(i, added.terms());
            }
        } else {
            assertThatThrownBy(() -> map.add(added)).as(seed).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void random_steps_leave_the_tasks_that_they_should_in_as_few_fragments_as_can_be() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            model.clear();
            FragmentMap map = new FragmentMap();
            for (int step = 0; step < STEPS; step++) {
                String name = "seed " + seed + ", step " + step;
                TaskRange range = randomRange(random);
                var there = tasks(range.submission()).subMap(range.from(), range.to());
                assertThat(tasks(map.overlapping(range))).as(name).isEqualTo(there);
                if (random.nextInt(3) == 0) {
                    assertThat(tasks(map.remove(range))).as(name).isEqualTo(there);
                    there.clear();
                } else {
                    add(map, new Fragment(range, terms(random.nextInt(2))), name);
                }
                assertThat(map.fragments()).as(name).isEqualTo(expected());
                assertThat(map.size()).as(name).isEqualTo(expected().size());
                assertThat(map.isEmpty()).as(name).isEqualTo(expected().isEmpty());
            }
        }
    }
}
