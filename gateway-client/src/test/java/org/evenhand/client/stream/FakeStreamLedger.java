package org.evenhand.client.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.evenhand.client.TestFailures;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.model.Entry;

/**
 * One stream's entries in memory, under the contract's rules for numbers. Appends wait until the test lets them go, or
 * happen at once when it said so.
 */
final class FakeStreamLedger implements StreamLedger {
    final TreeMap<Long, Entry> entries = new TreeMap<>();
    final Deque<Behaviour> script = new ArrayDeque<>();
    final List<Long> attempts = new ArrayList<>();
    private final Deque<Runnable> held = new ArrayDeque<>();
    private final Set<String> valid = new HashSet<>();
    private long taken;
    private boolean holding;
    private int questions;
    private int lag;
    private Predicate<String> unanswered = question -> false;

    /** What becomes of one append. */
    enum Behaviour {
        WORKS,
        UNAVAILABLE,
        INVALID,
        /** It was committed, and nobody said so. */
        UNKNOWN_AND_COMMITTED,
        /** It was lost, and nobody said so. */
        UNKNOWN_AND_LOST,
        REFUSED,
        /** It was so long on its way that endorsers refused it for its age. */
        AGED
    }

    synchronized void hold() {
        holding = true;
    }

    /** Lets the append that waits go. */
    void release() {
        Runnable next;
        synchronized (this) {
            next = held.remove();
        }
        next.run();
    }

    synchronized int held() {
        return held.size();
    }

    synchronized void take(long upTo) {
        taken = upTo;
    }

    /** Whoever is asked for the position is so many entries behind. */
    synchronized void lag(int entries) {
        lag = entries;
    }

    /** Questions that get no answer. */
    synchronized void leaveUnanswered(Predicate<String> which) {
        unanswered = which;
    }

    synchronized int questions() {
        return questions;
    }

    @Override
    public CompletableFuture<Void> append(long sequence, Entry entry) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        Runnable action = () -> answer(sequence, entry, answer);
        synchronized (this) {
            attempts.add(sequence);
            if (holding) {
                held.add(action);
                return answer;
            }
        }
        action.run();
        return answer;
    }

    private void answer(long sequence, Entry entry, CompletableFuture<Void> answer) {
        Throwable failure = outcome(sequence, entry);
        if (failure == null) {
            answer.complete(null);
        } else {
            answer.completeExceptionally(failure);
        }
    }

    private synchronized @org.jspecify.annotations.Nullable Throwable outcome(long sequence, Entry entry) {
        long last = last();
        if (sequence <= last) {
            return TestFailures.refused(RefusalCode.SEQUENCE_REPEATED);
        }
        if (sequence > last + 1) {
            return TestFailures.refused(RefusalCode.SEQUENCE_GAP);
        }
        Behaviour behaviour = script.isEmpty() ? Behaviour.WORKS : script.remove();
        return switch (behaviour) {
            case WORKS -> {
                entries.put(sequence, entry);
                yield null;
            }
            case UNAVAILABLE -> TestFailures.unavailable();
            case INVALID -> TestFailures.invalid();
            case REFUSED -> TestFailures.refused(RefusalCode.UNKNOWN_CLASS);
            case AGED -> TestFailures.refused(RefusalCode.CLOCK_SKEW);
            case UNKNOWN_AND_LOST -> TestFailures.unknown("lost" + attempts.size());
            case UNKNOWN_AND_COMMITTED -> {
                entries.put(sequence, entry);
                valid.add("committed" + attempts.size());
                yield TestFailures.unknown("committed" + attempts.size());
            }
        };
    }

    synchronized long last() {
        return entries.isEmpty() ? 0 : entries.lastKey();
    }

    @Override
    public synchronized CompletableFuture<Position> position() {
        questions++;
        return answer("position", new Position(Math.max(0, last() - lag), taken));
    }

    @Override
    public synchronized CompletableFuture<Boolean> tookEffect(String transactionId) {
        return answer("effect", valid.contains(transactionId));
    }

    private <T> CompletableFuture<T> answer(String question, T answer) {
        return unanswered.test(question)
                ? CompletableFuture.failedFuture(TestFailures.unavailable())
                : CompletableFuture.completedFuture(answer);
    }
}
