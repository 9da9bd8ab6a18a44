package org.evenhand.cli.task;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.event.LedgerEvent;
import org.evenhand.client.event.Subscription;
import org.evenhand.core.contract.EntryLocation;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.fact.StreamFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.hyperledger.fabric.client.InMemoryCheckpointer;

/** All that rounds have decided about one task so far, read from their events. */
final class TaskHistory {
    private final TaskRange task;
    private final List<Step> steps = new ArrayList<>();

    private TaskHistory(TaskRange task) {
        this.task = task;
    }

    /**
     * One decision.
     *
     * @param round the round's number
     * @param timeMillis its decision time
     * @param fact what it decided
     */
    record Step(long round, long timeMillis, Fact fact) {
        /** Whether nothing happens to the task after this. */
        boolean isEnd() {
            return fact instanceof TaskFact.Finished
                    || fact instanceof TaskFact.Failed
                    || fact instanceof TaskFact.Poisoned
                    || fact instanceof TaskFact.Cancelled
                    || fact instanceof TaskFact.Unplaceable
                    || fact instanceof StreamFact;
        }
    }

    /** Reads from the task's entry up to the round that is the last one now. */
    static List<Step> read(EvenhandClient client, PoolId pool, TaskRange task)
            throws EvenhandException, InterruptedException, ExecutionException {
        SubmissionId submission = task.submission();
        EntryLocation entry = client.getEntry(pool, submission.stream(), submission.sequence());
        long lastRound = client.getHead(pool).position().round();
        if (client.getSubmission(pool, submission).taken() && lastRound > 0) {
            InMemoryCheckpointer before = new InMemoryCheckpointer();
            before.checkpointBlock(client.getBlockOf(entry.transactionId()) - 1);
            TaskHistory history = new TaskHistory(task);
            CompletableFuture<Void> read = new CompletableFuture<>();
            try (Subscription events = client.events(before, event -> history.look(event, pool, lastRound, read))) {
                CompletableFuture.anyOf(read, events.ended()).get();
            }
            return history.steps;
        }
        return List.of();
    }

    private void look(LedgerEvent event, PoolId pool, long lastRound, CompletableFuture<Void> read) {
        if (!read.isDone()
                && event instanceof LedgerEvent.RoundDecided decided
                && decided.record().pool().equals(pool)) {
            RoundRecord record = decided.record();
            for (Fact fact : record.facts()) {
                if (isAboutTask(fact)) {
                    steps.add(new Step(record.round(), record.timeMillis(), fact));
                }
            }
            if (record.round() >= lastRound) {
                read.complete(null);
            }
        }
    }

    private boolean isAboutTask(Fact fact) {
        SubmissionId submission = task.submission();
        if (fact instanceof TaskFact about) {
            return about.range().submission().equals(submission)
                    && about.range().span().contains(task.from());
        }
        return fact instanceof StreamFact.ItemRejected rejected
                && rejected.stream().equals(submission.stream())
                && rejected.sequence() == submission.sequence()
                && rejected.item().equals("submission " + submission.item());
    }
}
