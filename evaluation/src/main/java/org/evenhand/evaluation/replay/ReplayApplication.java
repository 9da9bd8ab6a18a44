package org.evenhand.evaluation.replay;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.evenhand.client.ClientCounters;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.stream.Appended;
import org.evenhand.client.stream.StreamWriter;
import org.evenhand.core.fact.RejectionReason;
import org.evenhand.core.fact.StreamFact;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.evaluation.load.LoadTarget;

/**
 * One organisation's application: submits each task when it is due, as a submission of its own, what is due together in
 * one entry, one entry after the other. It knows its organisation's share of the queue: what is due beyond that it
 * holds back, and what a round rejects all the same it submits again. Used by one thread.
 */
final class ReplayApplication implements AutoCloseable {
    /** Less than an entry holds, so that it stays well within its bytes. */
    private static final int SUBMISSIONS_PER_ENTRY = 500;

    private final StreamId id;
    private final ReplayPlan plan;
    private final ReplayBook book;
    private final int queueShare;
    private final EvenhandClient client;
    private final StreamWriter stream;
    private final Deque<Integer> ahead = new ArrayDeque<>();
    private final Deque<Integer> again = new ArrayDeque<>();
    private final TreeMap<Long, List<Integer>> entries = new TreeMap<>();
    private final TreeSet<Integer> heldBack = new TreeSet<>();
    private List<Integer> underWay = List.of();
    private CompletableFuture<Appended> writing = CompletableFuture.completedFuture(null);
    private long rejected;

    ReplayApplication(LoadTarget network, StreamId id, ReplayPlan plan, ReplayBook book, int queueShare)
            throws IOException, EvenhandException, InterruptedException {
        this.id = id;
        this.plan = plan;
        this.book = book;
        this.queueShare = queueShare;
        for (int task = 0; task < plan.tasks().size(); task++) {
            if (plan.submitter(task).equals(id.msp())) {
                ahead.add(task);
            }
        }
        client = network.client(id.msp(), id.name());
        stream = StreamWriter.open(client, ReplayPool.ID, id);
    }

    /**
     * Does what there is to do now.
     *
     * @param nowMillis since the beginning of the replay
     * @return whether there was something
     */
    boolean proceed(long nowMillis) {
        if (!writing.isDone()) {
            return false;
        }
        if (!underWay.isEmpty()) {
            entries.put(writing.join().sequence(), underWay);
            underWay = List.of();
        }
        // Before the rejections, so that those of every entry that is forgotten have been seen.
        long taken = book.taken(id);
        stream.roundTook(taken);
        takeBackWhatWasRejected();
        entries.headMap(taken, true).clear();
        List<Integer> due = takeDue(nowMillis);
        if (due.isEmpty()) {
            return false;
        }
        write(due);
        return true;
    }

    private void takeBackWhatWasRejected() {
        for (StreamFact.ItemRejected item : book.rejections(id)) {
            List<Integer> entry = entries.get(item.sequence());
            if (entry == null || item.reason() != RejectionReason.QUEUE_FULL) {
                throw new IllegalStateException(
                        "expected rounds to grant entry " + item.sequence() + " of " + id + ", found " + item.item()
                                + " rejected: " + item.reason().word());
            }
            int task = entry.get(Integer.parseInt(item.item().substring("submission ".length())));
            book.takeBack(task);
            again.add(task);
            rejected++;
        }
    }

    /** What is due and has room, what was rejected first. */
    private List<Integer> takeDue(long nowMillis) {
        List<Integer> due = new ArrayList<>();
        TreeSet<ClassName> classes = new TreeSet<>();
        int room = Math.min(SUBMISSIONS_PER_ENTRY, queueShare - book.waiting(id.msp()));
        boolean fits = true;
        while (fits && due.size() < room && isNextDue(nowMillis)) {
            Deque<Integer> from = again.isEmpty() ? ahead : again;
            int task = from.element();
            classes.add(plan.taskClass(task).name());
            fits = classes.size() <= Limits.CLASSES_PER_ENTRY_MAX;
            if (fits) {
                due.add(from.remove());
            }
        }
        if (room < SUBMISSIONS_PER_ENTRY && due.size() >= room) {
            noteWhatIsHeldBack(nowMillis);
        }
        return due;
    }

    private boolean isNextDue(long nowMillis) {
        return !again.isEmpty() || (!ahead.isEmpty() && isDue(ahead.element(), nowMillis));
    }

    private boolean isDue(int task, long nowMillis) {
        return plan.time().realOffset(plan.tasks().get(task).arrivalMillis()) <= nowMillis;
    }

    private void noteWhatIsHeldBack(long nowMillis) {
        for (int task : ahead) {
            if (!isDue(task, nowMillis)) {
                break;
            }
            heldBack.add(task);
        }
    }

    private void write(List<Integer> due) {
        Entry.Builder entry = Entry.builder();
        for (int task : due) {
            book.handIn(task);
            entry.submit(Submission.of(
                    plan.taskClass(task).name(), 1, plan.tasks().get(task).payload()));
        }
        underWay = due;
        writing = stream.write(entry.build());
    }

    /** Tasks that arrived while the organisation's share of the queue was used up. */
    long heldBack() {
        return heldBack.size();
    }

    /** Submissions that rounds rejected, and that were submitted again. */
    long rejected() {
        return rejected;
    }

    ClientCounters counters() {
        return client.counters();
    }

    @Override
    public void close() {
        stream.close();
        client.close();
    }
}
