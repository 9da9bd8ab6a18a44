package org.evenhand.audit.decision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.evenhand.audit.ChaincodeTransaction;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Terms;
import org.evenhand.core.rules.Trace;
import org.jspecify.annotations.Nullable;

/** Follows one task through the rounds, and has those that touched it explained. */
final class TaskHistory implements DecisionLayer.RoundListener {
    /** Where a task waits when it waits: by class and priority. */
    private record Queue(ClassName taskClass, int priority) {}

    /** What a round looked at, kept with the tasks that it was about. */
    private record Seen(@Nullable TaskRange range, Trace.Filling filling) {}

    private final TaskName task;
    private final List<TaskExplanation.Step> steps = new ArrayList<>();
    private final Map<PoolId, Queue> queues = new HashMap<>();

    TaskHistory(TaskName task) {
        this.task = task;
    }

    List<TaskExplanation.Step> steps() {
        return steps;
    }

    @Override
    public void decided(ChaincodeTransaction transaction, RoundRecord round, ContractReplay replay) {
        List<Seen> seen = null;
        for (Fact fact : round.facts()) {
            if (fact instanceof TaskFact about && task.isIn(round.pool(), about.range())) {
                follow(round.pool(), about);
                if (seen == null) {
                    seen = explained(replay);
                }
                steps.add(new TaskExplanation.Step(
                        transaction.block(),
                        transaction.id(),
                        round.pool(),
                        round.round(),
                        round.timeMillis(),
                        about,
                        filling(round.pool(), about, seen).orElse(null)));
            }
        }
    }

    private static List<Seen> explained(ContractReplay replay) {
        List<Seen> seen = new ArrayList<>();
        replay.explain(new Trace() {
            @Override
            public void placing(Filling filling) {
                seen.add(new Seen(null, filling));
            }

            @Override
            public void relieving(StreamId from, TaskRange range, Filling filling) {
                seen.add(new Seen(range, filling));
            }
        });
        return seen;
    }

    private void follow(PoolId pool, TaskFact fact) {
        if (fact instanceof TaskFact.Queued queued) {
            Terms terms = queued.fragment().terms();
            queues.put(pool, new Queue(terms.taskClass(), terms.priority()));
        } else if (fact instanceof TaskFact.Reprioritised reprioritised) {
            queues.computeIfPresent(pool, (same, queue) -> new Queue(queue.taskClass(), reprioritised.priority()));
        }
    }

    // Placement fills once per class and priority; relief fills once per range and says which.
    private Optional<Trace.Filling> filling(PoolId pool, TaskFact fact, List<Seen> seen) {
        if (fact instanceof TaskFact.Placed placed) {
            return placing(pool, seen)
                    .filter(filling -> gave(filling, placed.node()))
                    .findFirst();
        }
        if (fact instanceof TaskFact.Deferred || fact instanceof TaskFact.Unplaceable) {
            return placing(pool, seen).findFirst();
        }
        if (fact instanceof TaskFact.Moved moved) {
            return seen.stream()
                    .filter(one ->
                            one.range() != null && task.isIn(pool, one.range()) && gave(one.filling(), moved.to()))
                    .map(Seen::filling)
                    .findFirst();
        }
        return Optional.empty();
    }

    private Stream<Trace.Filling> placing(PoolId pool, List<Seen> seen) {
        return seen.stream()
                .filter(one -> one.range() == null)
                .map(Seen::filling)
                .filter(filling -> new Queue(filling.taskClass(), filling.priority()).equals(queues.get(pool)));
    }

    private static boolean gave(Trace.Filling filling, StreamId node) {
        return filling.candidates().stream()
                .anyMatch(candidate -> candidate.node().equals(node) && candidate.given() > 0);
    }
}
