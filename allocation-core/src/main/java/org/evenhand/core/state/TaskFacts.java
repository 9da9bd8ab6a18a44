package org.evenhand.core.state;

import java.util.List;
import java.util.function.UnaryOperator;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.Counters;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Terms;

/**
 * What facts about tasks do to the state. Every task of the pool is in exactly one place: in the queue, at a node, or
 * gone because it ended; each fact takes its range from one place and puts it into another.
 */
final class TaskFacts {
    private TaskFacts() {}

    static void apply(PoolState state, TaskFact fact) {
        if (fact instanceof TaskFact.Queued queued) {
            state.enqueue(queued.fragment());
        } else if (fact instanceof TaskFact.Placed placed) {
            place(state, placed);
        } else if (fact instanceof TaskFact.Moved moved) {
            move(state, moved);
        } else if (fact instanceof TaskFact.Recovered recovered) {
            recover(state, recovered);
        } else if (fact instanceof TaskFact.Finished finished) {
            finish(state, finished);
        } else if (fact instanceof TaskFact.Requeued requeued) {
            giveBack(state, requeued.range(), requeued.node(), TaskFacts::afterFailedAttempt);
            count(
                    state,
                    requeued.node(),
                    counters -> counters.addFailed(requeued.range().size()));
        } else if (fact instanceof TaskFact.Failed failed) {
            state.release(failed.node(), failed.range());
            count(
                    state,
                    failed.node(),
                    counters -> counters.addFailed(failed.range().size()));
        } else if (fact instanceof TaskFact.Poisoned poisoned) {
            state.release(poisoned.node(), poisoned.range());
            count(
                    state,
                    poisoned.node(),
                    counters -> counters.addRecovered(poisoned.range().size()));
        } else if (fact instanceof TaskFact.Cancelled cancelled) {
            cancel(state, cancelled.range());
        } else if (fact instanceof TaskFact.Reprioritised changed) {
            reprioritise(state, changed);
        } else if (fact instanceof TaskFact.Deferred deferred) {
            requeue(state, state.dequeue(deferred.range()), terms -> terms.withDeferral(deferred.reason()));
        } else if (fact instanceof TaskFact.Unplaceable unplaceable) {
            state.dequeue(unplaceable.range());
        } else if (!(fact instanceof TaskFact.LateResult)) {
            throw new IllegalStateException("no effect is known of " + fact.kind());
        }
    }

    private static void place(PoolState state, TaskFact.Placed placed) {
        for (Fragment part : state.dequeue(placed.range())) {
            state.hold(placed.node(), part.with(part.terms().asPlaced()));
        }
        count(
                state,
                placed.node(),
                counters -> counters.addPlaced(placed.range().size()));
    }

    private static void move(PoolState state, TaskFact.Moved moved) {
        for (Fragment part : state.release(moved.from(), moved.range())) {
            state.hold(moved.to(), part.with(part.terms().withMoves(part.terms().moves() + 1)));
        }
        count(
                state,
                moved.from(),
                counters -> counters.addMovedAway(moved.range().size()));
        count(state, moved.to(), counters -> counters.addMovedIn(moved.range().size()));
    }

    private static void recover(PoolState state, TaskFact.Recovered recovered) {
        UnaryOperator<Terms> change = recovered.cause() == TaskFact.Cause.NODE_FAILED
                ? terms -> afterFailedAttempt(terms).asRecovered()
                : UnaryOperator.identity();
        giveBack(state, recovered.range(), recovered.node(), change);
        count(
                state,
                recovered.node(),
                counters -> counters.addRecovered(recovered.range().size()));
    }

    private static Terms afterFailedAttempt(Terms terms) {
        return terms.withAttempts(terms.attempts() + 1);
    }

    private static void finish(PoolState state, TaskFact.Finished finished) {
        List<Fragment> ended = state.release(finished.node(), finished.range());
        for (Fragment part : ended) {
            var node = state.member(finished.node());
            Long before = node.observedMillis().get(part.terms().taskClass());
            state.replace(node.withObservedMillis(
                    part.terms().taskClass(), MovingAverage.next(before, finished.meanMillis())));
        }
        count(
                state,
                finished.node(),
                counters -> counters.addFinished(finished.range().size()));
    }

    private static void cancel(PoolState state, TaskRange range) {
        state.dequeueAnyOf(range);
        for (StreamId node : List.copyOf(state.nodes().keySet())) {
            releaseAnyOf(state, node, range);
        }
    }

    private static void reprioritise(PoolState state, TaskFact.Reprioritised changed) {
        UnaryOperator<Terms> change = terms -> terms.withPriority(changed.priority());
        requeue(state, state.dequeueAnyOf(changed.range()), change);
        for (StreamId node : List.copyOf(state.nodes().keySet())) {
            for (Fragment part : releaseAnyOf(state, node, changed.range())) {
                state.hold(node, part.with(change.apply(part.terms())));
            }
        }
    }

    private static List<Fragment> releaseAnyOf(PoolState state, StreamId node, TaskRange range) {
        List<Fragment> parts = state.holdings(node).overlapping(range);
        for (Fragment part : parts) {
            state.release(node, part.range());
        }
        return parts;
    }

    private static void giveBack(PoolState state, TaskRange range, StreamId node, UnaryOperator<Terms> change) {
        requeue(state, state.release(node, range), change);
    }

    private static void requeue(PoolState state, List<Fragment> parts, UnaryOperator<Terms> change) {
        for (Fragment part : parts) {
            state.enqueue(part.with(change.apply(part.terms())));
        }
    }

    private static void count(PoolState state, StreamId node, UnaryOperator<Counters> change) {
        var counted = state.member(node);
        state.replace(counted.withCounters(change.apply(counted.counters())));
    }
}
