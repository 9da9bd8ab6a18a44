package org.evenhand.core.fact;

import org.evenhand.core.json.Json;
import org.evenhand.core.model.Condition;
import org.evenhand.core.model.NodeState.Wanted;
import org.evenhand.core.model.Observation;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;

/** Facts about a node. */
public sealed interface NodeFact extends Fact {
    StreamId node();

    /**
     * A stream became a node of the pool.
     *
     * @param node the node
     * @param capacity what it has
     * @param shelf the load key in which its state lies
     * @param timeMillis when
     */
    record Joined(StreamId node, Resources capacity, int shelf, long timeMillis) implements NodeFact {
        @Override
        public String kind() {
            return "joined";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("node", node.toString())
                    .put("capacity", capacity.toJson())
                    .put("shelf", shelf)
                    .put("timeMillis", timeMillis);
        }
    }

    /**
     * A node's capacity changed.
     *
     * @param node the node
     * @param capacity what it has now
     */
    record CapacityChanged(StreamId node, Resources capacity) implements NodeFact {
        @Override
        public String kind() {
            return "capacity-changed";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("node", node.toString()).put("capacity", capacity.toJson());
        }
    }

    /**
     * An owner wants something else of its node.
     *
     * @param node the node
     * @param wanted what
     */
    record WantedChanged(StreamId node, Wanted wanted) implements NodeFact {
        @Override
        public String kind() {
            return "wanted-changed";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("node", node.toString()).put("wanted", wanted.word());
        }
    }

    /**
     * A status report was settled.
     *
     * @param node the node
     * @param observation what the round took from it
     */
    record ReportSettled(StreamId node, Observation observation) implements NodeFact {
        @Override
        public String kind() {
            return "report-settled";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("node", node.toString()).put("observation", observation.toJson());
        }
    }

    /**
     * A node was judged; its condition changed.
     *
     * @param node the node
     * @param condition its condition now
     */
    record Judged(StreamId node, Condition condition) implements NodeFact {
        @Override
        public String kind() {
            return "judged";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("node", node.toString()).put("condition", condition.toJson());
        }
    }

    /**
     * A retired node has nothing left and leaves the pool.
     *
     * @param node the node
     */
    record Left(StreamId node) implements NodeFact {
        @Override
        public String kind() {
            return "left";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("node", node.toString());
        }
    }
}
