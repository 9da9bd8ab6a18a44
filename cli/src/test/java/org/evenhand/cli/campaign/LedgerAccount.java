package org.evenhand.cli.campaign;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.evenhand.audit.ChaincodeAuditor;
import org.evenhand.audit.ChaincodeTransaction;
import org.evenhand.audit.Findings;
import org.evenhand.audit.state.StateView;
import org.evenhand.core.contract.EventNames;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.fact.StreamFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;

/**
 * Keeps account of every task by the rounds on a ledger, by rules of its own: where each is, and that it ends once, at
 * the node that has it.
 */
final class LedgerAccount implements ChaincodeAuditor {
    private final TreeMap<SubmissionId, TreeMap<Long, Task>> tasks = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final TreeMap<String, Long> counts = new TreeMap<>();
    private long rounds;

    /** One task: who has it, if anybody does, and how it has ended, if it has. */
    private static final class Task {
        Optional<StreamId> holder = Optional.empty();
        Optional<String> end = Optional.empty();
    }

    @FunctionalInterface
    private interface Step {
        void take(Task task, String name);
    }

    @Override
    public void audit(ChaincodeTransaction transaction, StateView before, Findings findings) {
        try {
            ChaincodeEvent event = ChaincodeEvent.parseFrom(transaction.action().getEvents());
            if (event.getEventName().equals(EventNames.ROUND_DECIDED)) {
                rounds++;
                RoundRecord.fromBytes(event.getPayload().toByteArray()).facts().forEach(this::take);
            }
        } catch (InvalidProtocolBufferException | MalformedException e) {
            wrong.add("transaction " + transaction.id() + " is unreadable: " + e.getMessage());
        }
    }

    private void take(Fact fact) {
        if (fact instanceof TaskFact ofTask) {
            counts.merge(ofTask.kind(), ofTask.range().size(), Long::sum);
            take(ofTask);
        } else if (fact instanceof StreamFact.ItemRejected rejected) {
            counts.merge("rejected items", 1L, Long::sum);
            if (rejected.item().startsWith("submission")) {
                wrong.add(rejected + " loses work");
            }
        } else if (fact instanceof StreamFact.EntriesLost) {
            wrong.add(fact + " loses an entry");
        }
    }

    private void take(TaskFact fact) {
        if (fact instanceof TaskFact.Queued queued) {
            TreeMap<Long, Task> of = tasks.computeIfAbsent(queued.range().submission(), absent -> new TreeMap<>());
            for (long i = queued.range().from(); i < queued.range().to(); i++) {
                if (of.put(i, new Task()) != null) {
                    wrong.add(queued.range() + " was queued twice");
                }
            }
        } else if (fact instanceof TaskFact.Placed placed) {
            each(placed.range(), (task, name) -> give(task, name, Optional.empty(), placed.node()));
        } else if (fact instanceof TaskFact.Moved moved) {
            each(moved.range(), (task, name) -> give(task, name, Optional.of(moved.from()), moved.to()));
        } else if (fact instanceof TaskFact.Recovered recovered) {
            each(recovered.range(), (task, name) -> takeBack(task, name, recovered.node()));
        } else if (fact instanceof TaskFact.Requeued requeued) {
            each(requeued.range(), (task, name) -> takeBack(task, name, requeued.node()));
        } else if (fact instanceof TaskFact.LateResult late) {
            each(late.range(), (task, name) -> refuseLate(task, name, late.node()));
        } else {
            takeEnd(fact);
        }
    }

    private void takeEnd(TaskFact fact) {
        if (fact instanceof TaskFact.Finished finished) {
            each(fact.range(), (task, name) -> end(task, name, fact.kind(), Optional.of(finished.node())));
        } else if (fact instanceof TaskFact.Failed failed) {
            each(fact.range(), (task, name) -> end(task, name, fact.kind(), Optional.of(failed.node())));
        } else if (fact instanceof TaskFact.Poisoned poisoned) {
            each(fact.range(), (task, name) -> end(task, name, fact.kind(), Optional.of(poisoned.node())));
        } else if (fact instanceof TaskFact.Unplaceable) {
            each(fact.range(), (task, name) -> end(task, name, fact.kind(), Optional.empty()));
        } else if (fact instanceof TaskFact.Cancelled) {
            each(fact.range(), (task, name) -> end(task, name, fact.kind(), task.holder));
        }
    }

    private void each(TaskRange range, Step step) {
        TreeMap<Long, Task> of = tasks.getOrDefault(range.submission(), new TreeMap<>());
        for (long i = range.from(); i < range.to(); i++) {
            String name = range.submission() + "#" + i;
            Task task = of.get(i);
            if (task == null) {
                wrong.add(name + " was never queued");
            } else {
                step.take(task, name);
            }
        }
    }

    private void give(Task task, String name, Optional<StreamId> from, StreamId to) {
        if (!task.holder.equals(from) || task.end.isPresent()) {
            wrong.add(name + " was given to " + to + ", but it is with " + task.holder + ", ended " + task.end);
        }
        task.holder = Optional.of(to);
    }

    private void takeBack(Task task, String name, StreamId from) {
        if (!task.holder.equals(Optional.of(from)) || task.end.isPresent()) {
            wrong.add(name + " was taken from " + from + ", but it is with " + task.holder + ", ended " + task.end);
        }
        task.holder = Optional.empty();
    }

    private void refuseLate(Task task, String name, StreamId node) {
        if (task.holder.equals(Optional.of(node)) && task.end.isEmpty()) {
            wrong.add(name + " was refused as late from " + node + ", which has it");
        }
    }

    private void end(Task task, String name, String how, Optional<StreamId> at) {
        if (task.end.isPresent() || !task.holder.equals(at)) {
            wrong.add(name + " ended as " + how + " at " + at + ", but it is with " + task.holder + ", ended "
                    + task.end);
        }
        task.holder = Optional.empty();
        task.end = Optional.of(how);
    }

    /** What was not as it should be; empty if all was. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** The tasks of a submission that the ledger knows. */
    long tasksOf(SubmissionId submission) {
        return tasks.getOrDefault(submission, new TreeMap<>()).size();
    }

    /** The tasks that have not ended. */
    List<String> open() {
        List<String> open = new ArrayList<>();
        tasks.forEach((submission, of) -> of.forEach((index, task) -> {
            if (task.end.isEmpty()) {
                open.add(submission + "#" + index + " with " + task.holder);
            }
        }));
        return open;
    }

    /** How many tasks each kind of fact was about. */
    Map<String, Long> counts() {
        return counts;
    }

    @Override
    public long roundsReplayed() {
        return rounds;
    }
}
