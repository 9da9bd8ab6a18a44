package org.evenhand.cli.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.evenhand.cli.network.RunningNetwork;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.event.LedgerEvent;
import org.evenhand.client.event.Subscription;
import org.evenhand.client.stream.Appended;
import org.evenhand.client.stream.StreamWriter;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.hyperledger.fabric.client.InMemoryCheckpointer;

/**
 * The demonstration's applications, as clients of a network that runs elsewhere: each organisation in turn submits a
 * few tasks of several classes, as long as few enough are open.
 */
final class SoakLoad implements AutoCloseable {
    private static final List<String> CLASSES = List.of("frame", "index", "batch");
    private static final int COUNT_MAX = 3;
    private static final long PAUSE_MILLIS = 150;

    private final List<EvenhandClient> clients = new ArrayList<>();
    private final List<StreamWriter> writers = new ArrayList<>();
    private final Subscription rounds;
    private final Random random = new Random(1);
    private final TreeMap<SubmissionId, Open> open = new TreeMap<>();
    private final long startNanos = System.nanoTime();
    private final List<Timing> commits = new ArrayList<>();
    private final List<Timing> settlements = new ArrayList<>();
    private long tasksOpen;
    private long tasksSubmitted;
    private int turn;

    /** A submission some of whose tasks have not ended. */
    private static final class Open {
        final long handedInNanos;
        long tasksLeft;

        Open(long handedInNanos) {
            this.handedInNanos = handedInNanos;
        }
    }

    /**
     * How long something took.
     *
     * @param atNanos when it was over, since the load began
     * @param nanos how long
     */
    record Timing(long atNanos, long nanos) {}

    SoakLoad(RunningNetwork network) throws IOException, EvenhandException, InterruptedException {
        for (MspId msp : network.organisations()) {
            EvenhandClient client = network.client(msp, "soak");
            clients.add(client);
            writers.add(StreamWriter.open(client, network.state().pool(), new StreamId(msp, "soak")));
        }
        rounds = clients.get(0).events(new InMemoryCheckpointer(), event -> {
            if (event instanceof LedgerEvent.RoundDecided decided) {
                decided.record().facts().forEach(this::take);
            }
        });
    }

    private synchronized void take(Fact fact) {
        if (fact instanceof TaskFact task
                && (fact instanceof TaskFact.Finished
                        || fact instanceof TaskFact.Failed
                        || fact instanceof TaskFact.Poisoned
                        || fact instanceof TaskFact.Unplaceable)) {
            SubmissionId id = task.range().submission();
            Open submission = open.computeIfAbsent(id, unheard -> new Open(System.nanoTime()));
            submission.tasksLeft -= task.range().size();
            tasksOpen -= task.range().size();
            settle(id, submission);
        }
    }

    /** Rounds may be heard of before the answer to the entry: then what is left is below nothing for a moment. */
    private void settle(SubmissionId id, Open submission) {
        if (submission.tasksLeft == 0) {
            long now = System.nanoTime();
            settlements.add(new Timing(now - startNanos, now - submission.handedInNanos));
            open.remove(id);
        }
    }

    /** Submits once, if few enough tasks are open, and pauses. */
    void step(long openMax) throws InterruptedException {
        if (tasksOpen() < openMax) {
            submit(writers.get(turn++ % writers.size()));
        }
        Thread.sleep(PAUSE_MILLIS);
    }

    private void submit(StreamWriter writer) throws InterruptedException {
        Entry.Builder entry = Entry.builder();
        List<Integer> counts = new ArrayList<>();
        for (String name : CLASSES) {
            int count = 1 + random.nextInt(COUNT_MAX);
            counts.add(count);
            entry.submit(Submission.of(new ClassName(name), count, Digest.of(name + turn)));
        }
        long handedIn = System.nanoTime();
        try {
            Appended appended = writer.write(entry.build()).get();
            long now = System.nanoTime();
            synchronized (this) {
                commits.add(new Timing(now - startNanos, now - handedIn));
                for (int i = 0; i < counts.size(); i++) {
                    SubmissionId id = appended.submission(i);
                    Open submission = new Open(handedIn);
                    Open early = open.put(id, submission);
                    submission.tasksLeft = counts.get(i) + (early == null ? 0 : early.tasksLeft);
                    tasksOpen += counts.get(i);
                    tasksSubmitted += counts.get(i);
                    settle(id, submission);
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load could not be submitted: " + e.getMessage(), e);
        }
    }

    synchronized long tasksOpen() {
        return tasksOpen;
    }

    synchronized long tasksSubmitted() {
        return tasksSubmitted;
    }

    /** Entries, from when they were handed in until they were known to be committed. */
    synchronized List<Timing> commits() {
        return List.copyOf(commits);
    }

    /** Submissions, from when they were handed in until a round had settled the last of their tasks. */
    synchronized List<Timing> settlements() {
        return List.copyOf(settlements);
    }

    @Override
    public void close() {
        rounds.close();
        writers.forEach(StreamWriter::close);
        clients.forEach(EvenhandClient::close);
    }
}
