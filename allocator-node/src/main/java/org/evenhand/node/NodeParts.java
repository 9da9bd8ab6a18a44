package org.evenhand.node;

import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.node.execution.TaskExecutor;
import org.evenhand.node.ledger.NodeLedger;
import org.evenhand.node.sensing.Sensor;
import org.evenhand.node.stopping.StopNote;

/**
 * What makes one node.
 *
 * @param id its name, and that of its stream
 * @param capacity what it has
 * @param ledger signs with its key; no two processes may share one
 * @param executor runs its tasks; closed with the node
 * @param sensor says what is in use
 * @param pace how eager it is
 * @param stopNote remembers for its next life that it was drained because it stopped
 */
public record NodeParts(
        StreamId id,
        Resources capacity,
        NodeLedger ledger,
        TaskExecutor executor,
        Sensor sensor,
        NodePace pace,
        StopNote stopNote) {
    /** A node that remembers nothing once its process has ended. */
    public NodeParts(
            StreamId id, Resources capacity, NodeLedger ledger, TaskExecutor executor, Sensor sensor, NodePace pace) {
        this(id, capacity, ledger, executor, sensor, pace, StopNote.inMemory());
    }
}
