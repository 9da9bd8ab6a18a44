package org.evenhand.core.rules;

import java.util.List;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskRange;

/** Is told why a round decides as it does. What it does with that cannot change the decision. */
public interface Trace {
    /** Listens to nothing. */
    Trace NONE = new Trace() {
        @Override
        public boolean listens() {
            return false;
        }
    };

    /** Whether it is worth the effort to tell. */
    default boolean listens() {
        return true;
    }

    /** Placement looked at the waiting tasks of one class and priority. */
    default void placing(Filling filling) {}

    /** Relief looked for a lighter node for some tasks of an overloaded one. */
    default void relieving(StreamId from, TaskRange range, Filling filling) {}

    /**
     * One filling of nodes with tasks of a class.
     *
     * @param taskClass the class
     * @param priority the tasks' priority
     * @param tasks how many tasks there were
     * @param levelMicros the water level: the drain time to which every node that had room was filled, in microseconds
     * @param candidates every node that was looked at
     */
    record Filling(ClassName taskClass, int priority, long tasks, long levelMicros, List<Candidate> candidates) {}

    /**
     * A node that was looked at.
     *
     * @param node the node
     * @param verdict why it could take none, or {@code ELIGIBLE}
     * @param onProbation whether it is new or came back, and so may take a part of its share only
     * @param room how many tasks it could take at most
     * @param beforeMicros its drain time before, in microseconds
     * @param given how many tasks it got
     * @param afterMicros its drain time after
     */
    record Candidate(
            StreamId node,
            Verdict verdict,
            boolean onProbation,
            long room,
            long beforeMicros,
            long given,
            long afterMicros) {}

    /** Why a node may or may not take a task. */
    enum Verdict {
        ELIGIBLE,
        /** Not live, or not wanted. */
        NOT_ACTIVE,
        /** Overloaded; relief gives it nothing. */
        OVERLOADED,
        /** Its capacity is too small for one task. */
        TOO_SMALL,
        /** Its background load leaves nothing below the target. */
        NO_FREE_CAPACITY,
        /** Target and backlog are full. */
        FULL,
        /** It has as many ranges outstanding as the policy allows. */
        TOO_MANY_RANGES
    }
}
