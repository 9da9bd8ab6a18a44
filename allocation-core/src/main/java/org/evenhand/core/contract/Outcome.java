package org.evenhand.core.contract;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.json.Bytes;

/** What a transaction comes to. */
public sealed interface Outcome {

    /**
     * The transaction is allowed.
     *
     * @param writes new values by key, in key order
     * @param event the one event that it emits, none for a query
     * @param response what the caller gets
     */
    record Accepted(SortedMap<String, Bytes> writes, Optional<Event> event, Bytes response) implements Outcome {
        public Accepted {
            writes = Collections.unmodifiableSortedMap(new TreeMap<>(writes));
        }
    }

    /** The transaction is refused and changes nothing. */
    record Refused(Refusal refusal) implements Outcome {}

    /**
     * A chaincode event.
     *
     * @param name one of {@link EventNames}
     * @param payload canonical JSON
     */
    record Event(String name, Bytes payload) {}
}
