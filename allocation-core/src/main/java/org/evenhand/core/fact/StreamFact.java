package org.evenhand.core.fact;

import org.evenhand.core.json.Json;
import org.evenhand.core.model.StreamId;

/** Facts about a stream. */
public sealed interface StreamFact extends Fact {
    StreamId stream();

    /**
     * A round took a stream's entries up to this one.
     *
     * @param stream the stream
     * @param upTo sequence number of the last entry taken
     */
    record EntriesTaken(StreamId stream, long upTo) implements StreamFact {
        @Override
        public String kind() {
            return "entries-taken";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("stream", stream.toString()).put("upTo", upTo);
        }
    }

    /**
     * A writer ran so far ahead of the rounds that entries of its own were lost: it overwrote them before a round took
     * them, or rounds passed over them, since they would have been overwritten while being read.
     *
     * @param stream the stream
     * @param from the first entry that is lost
     * @param to the last entry that is lost
     */
    record EntriesLost(StreamId stream, long from, long to) implements StreamFact {
        @Override
        public String kind() {
            return "entries-lost";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("stream", stream.toString()).put("from", from).put("to", to);
        }
    }

    /**
     * Something in an entry could not be granted.
     *
     * @param stream the stream
     * @param sequence the entry
     * @param item what of it, such as {@code submission 3}
     * @param reason why
     */
    record ItemRejected(StreamId stream, long sequence, String item, RejectionReason reason) implements StreamFact {
        @Override
        public String kind() {
            return "item-rejected";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("stream", stream.toString())
                    .put("sequence", sequence)
                    .put("item", item)
                    .put("reason", reason.word());
        }
    }
}
