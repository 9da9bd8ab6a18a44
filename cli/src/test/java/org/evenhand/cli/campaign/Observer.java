package org.evenhand.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.event.LedgerEvent;
import org.evenhand.client.event.Subscription;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.StreamId;
import org.hyperledger.fabric.client.InMemoryCheckpointer;

/** Hears of what is committed, as any client would, and when. */
final class Observer implements AutoCloseable {
    private static final long LOOK_AGAIN_MILLIS = 10;

    private final Subscription subscription;
    private final List<Seen> seen = new ArrayList<>();
    private long ended;

    private record Seen(long nanos, LedgerEvent event) {}

    Observer(EvenhandClient client) throws EvenhandException, InterruptedException {
        subscription = client.events(new InMemoryCheckpointer(), this::hear);
    }

    private synchronized void hear(LedgerEvent event) {
        seen.add(new Seen(System.nanoTime(), event));
        if (event instanceof LedgerEvent.RoundDecided round) {
            for (Fact fact : round.record().facts()) {
                ended += fact instanceof TaskFact ofTask && ends(ofTask)
                        ? ofTask.range().size()
                        : 0;
            }
        }
    }

    private static boolean ends(TaskFact fact) {
        return fact instanceof TaskFact.Finished
                || fact instanceof TaskFact.Failed
                || fact instanceof TaskFact.Poisoned
                || fact instanceof TaskFact.Cancelled
                || fact instanceof TaskFact.Unplaceable;
    }

    /** Tasks that have ended. */
    synchronized long ended() {
        return ended;
    }

    /** Something was committed. */
    static Predicate<LedgerEvent> anything() {
        return event -> true;
    }

    static Predicate<LedgerEvent> round() {
        return LedgerEvent.RoundDecided.class::isInstance;
    }

    /** A round dealt with work that a node had: it ended there, or was taken back. */
    static Predicate<LedgerEvent> workOf(StreamId node) {
        return event -> event instanceof LedgerEvent.RoundDecided round
                && round.record().facts().stream().anyMatch(fact -> concerns(fact, node));
    }

    private static boolean concerns(Fact fact, StreamId node) {
        return (fact instanceof TaskFact.Finished finished && finished.node().equals(node))
                || (fact instanceof TaskFact.Recovered recovered
                        && recovered.node().equals(node))
                || (fact instanceof TaskFact.Requeued requeued
                        && requeued.node().equals(node))
                || (fact instanceof TaskFact.Poisoned poisoned
                        && poisoned.node().equals(node));
    }

    /** A round took back what a failed node had. */
    static Predicate<LedgerEvent> recoveredFrom(StreamId node) {
        return event -> event instanceof LedgerEvent.RoundDecided round
                && round.record().facts().stream()
                        .anyMatch(fact -> fact instanceof TaskFact.Recovered recovered
                                && recovered.node().equals(node)
                                && recovered.cause() == TaskFact.Cause.NODE_FAILED);
    }

    /** Waits for the first event after some time that is as asked; says how many milliseconds later it was heard. */
    long millisUntil(long sinceNanos, Predicate<LedgerEvent> wanted, String what, Duration patience)
            throws InterruptedException {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<Seen> first = first(sinceNanos, wanted);
            if (first.isPresent()) {
                return TimeUnit.NANOSECONDS.toMillis(first.get().nanos() - sinceNanos);
            }
            assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(deadlineNanos);
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    private synchronized Optional<Seen> first(long sinceNanos, Predicate<LedgerEvent> wanted) {
        seen.removeIf(event -> event.nanos() < sinceNanos);
        return seen.stream().filter(event -> wanted.test(event.event())).findFirst();
    }

    @Override
    public void close() {
        subscription.close();
    }
}
