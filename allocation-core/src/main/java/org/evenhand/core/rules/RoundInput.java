package org.evenhand.core.rules;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.StoredEntry;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;

/**
 * What a round is given, besides the pool's state.
 *
 * @param nowMillis decision time
 * @param policy the policy in force
 * @param evidence the entries named, per stream
 * @param silentUntilMillis nodes without a report in their evidence, and until when the stream is known to hold none:
 *     now if its next slot was read and found empty, else the time of the last entry of the evidence
 * @param classes the task classes that the evidence, the queue and the nodes speak of, as far as they are defined
 * @param previousRecord digest of the last round's record: the seed of every tie-break, fixed before this round was
 *     proposed
 */
public record RoundInput(
        long nowMillis,
        Policy policy,
        SortedMap<StreamId, Evidence> evidence,
        SortedMap<StreamId, Long> silentUntilMillis,
        SortedMap<ClassName, TaskClass> classes,
        Digest previousRecord) {
    public RoundInput {
        evidence = Collections.unmodifiableSortedMap(new TreeMap<>(evidence));
        silentUntilMillis = Collections.unmodifiableSortedMap(new TreeMap<>(silentUntilMillis));
        classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
    }

    /**
     * The entries of one stream that a round may take.
     *
     * @param upTo the last entry named
     * @param entries by sequence number, from after the cursor to {@code upTo}; those that are missing are lost, since
     *     their writer ran too far ahead
     */
    public record Evidence(long upTo, SortedMap<Long, StoredEntry> entries) {
        public Evidence {
            entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        }

        /** Whether one of the entries holds a status report. */
        public boolean holdsReport() {
            return entries.values().stream()
                    .anyMatch(stored -> stored.entry().report().isPresent());
        }

        /** The last entry that was read. */
        public Optional<StoredEntry> last() {
            return entries.values().stream().reduce((before, after) -> after);
        }

        /** No entry after this one. */
        public static Evidence upTo(long cursor) {
            return new Evidence(cursor, new TreeMap<>());
        }
    }
}
