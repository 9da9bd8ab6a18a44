package org.evenhand.node.duty;

import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.node.execution.Progress;

/**
 * Results on their way to the ledger. Each is <em>pending</em> until it goes into a report, then <em>on its way</em>
 * until the report is committed, then <em>told</em> until a round takes the report; from each place it can fall back to
 * pending, and from each it disappears when its task is taken away. Not for several threads.
 */
public final class Results {
    private ResultBatch pending = new ResultBatch();
    private ResultBatch onItsWay = new ResultBatch();
    private final TreeMap<Long, ResultBatch> toldBySequence = new TreeMap<>();

    /** Adds what has ended. */
    void add(SubmissionId submission, Digest payload, Progress progress) {
        pending.add(submission, payload, progress);
    }

    public boolean hasPending() {
        return !pending.isEmpty();
    }

    /** Results that no committed report tells of. */
    public long untold() {
        return pending.size() + onItsWay.size();
    }

    /**
     * Takes results for a report; the rest stays for the next one.
     *
     * @param rangesMax how many ranges the report has room for
     */
    public ResultBatch take(int rangesMax) {
        if (!onItsWay.isEmpty()) {
            throw new IllegalStateException("a report is on its way already");
        }
        onItsWay = pending.takeRanges(rangesMax);
        return onItsWay;
    }

    /** The report was committed as this entry. */
    public void committed(long sequence) {
        if (!onItsWay.isEmpty()) {
            toldBySequence.put(sequence, onItsWay);
            onItsWay = new ResultBatch();
        }
    }

    /**
     * An earlier report, of which nobody knew, has turned out to be committed as this entry: what of its results is
     * still pending has been told.
     */
    public void committed(long sequence, ResultBatch told) {
        ResultBatch common = pending.takeCommon(told);
        if (!common.isEmpty()) {
            toldBySequence.put(sequence, common);
        }
    }

    /** The report was not committed, or nobody knows: its results are pending again. */
    public void notCommitted() {
        pending.addAll(onItsWay);
        onItsWay = new ResultBatch();
    }

    /**
     * Rounds have taken the entries up to this one, and what they settled has been forgotten. What is left was not
     * settled, since an entry was overwritten or a round would not cut its ranges so small: it is told again.
     */
    public void taken(long upTo) {
        SortedMap<Long, ResultBatch> taken = toldBySequence.headMap(upTo, true);
        taken.values().forEach(pending::addAll);
        taken.clear();
    }

    /** Forgets the results of tasks that the node does not own any more. */
    void forget(TaskRange range) {
        pending.forget(range);
        onItsWay.forget(range);
        toldBySequence.values().forEach(told -> told.forget(range));
    }
}
