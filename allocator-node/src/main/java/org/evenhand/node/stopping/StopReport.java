package org.evenhand.node.stopping;

/**
 * How a node has ended.
 *
 * @param handedOver whether rounds have confirmed that the node has nothing left
 * @param tasksStopped tasks that still ran when its time was over; they count as failed, and are queued again at once
 *     if they have attempts left
 * @param tasksLeft tasks that are still the node's, by what it knows; they are placed again once the pool has missed it
 */
public record StopReport(boolean handedOver, long tasksStopped, long tasksLeft) {
    /** A node that just ended, and told nobody. */
    public static final StopReport NOTHING_SAID = new StopReport(false, 0, 0);

    /** The same in words, to be put after the node's name. */
    public String sentence() {
        StringBuilder text = new StringBuilder("has stopped");
        if (handedOver) {
            text.append(" and has handed over all its work");
        } else if (tasksLeft > 0) {
            text.append("; the ledger has not confirmed that its work was handed over: ")
                    .append(tasksLeft)
                    .append(" tasks are placed again once the pool has missed it");
        } else {
            text.append("; it has no work left that it knows of, but the ledger has not confirmed its drain");
        }
        if (tasksStopped > 0) {
            text.append("; ")
                    .append(tasksStopped)
                    .append(" tasks still ran and were stopped: they count as failed (")
                    .append(Farewell.STOPPED)
                    .append(")");
        }
        return text.toString();
    }
}
