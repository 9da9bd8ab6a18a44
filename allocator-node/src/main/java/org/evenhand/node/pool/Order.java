package org.evenhand.node.pool;

import org.evenhand.core.fact.StreamFact;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.TaskRange;

/** What a round means to one node. */
public sealed interface Order {
    /** What a round did with tasks. A reading of the ledger that is no older than the round includes it. */
    sealed interface OfTasks extends Order {}

    /** These tasks are the node's to run from now on. */
    record Given(Fragment fragment) implements OfTasks {}

    /** The node was given tasks of which nobody here has heard: what it has must be read from the ledger. */
    record GivenUnknown(TaskRange range) implements OfTasks {}

    /** These tasks are not the node's any more: what of them runs must stop, what has ended must not be reported. */
    record Withdrawn(TaskRange range) implements OfTasks {}

    /** What the node reported of these tasks was settled. */
    record Settled(TaskRange range) implements OfTasks {}

    /** These tasks have another priority, if the node has them. */
    record Reprioritised(TaskRange range, int priority) implements OfTasks {}

    /** What the node reported of these tasks came too late. */
    record Late(TaskRange range) implements OfTasks {}

    /** The node was retired, has nothing left, and is forgotten. */
    record Left() implements Order {}

    /** The node's entries up to this one were taken. */
    record EntriesTaken(long upTo) implements Order {}

    /** These entries of the node were overwritten before a round took them: what they said must be said again. */
    record EntriesLost(long from, long to) implements Order {}

    /** Something in an entry of the node was not granted. */
    record Rejected(StreamFact.ItemRejected what) implements Order {}
}
