package org.evenhand.core.rules;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.StoredEntry;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.Writer;

/**
 * What a round is given, besides the pool's state.
 *
 * @param nowMillis decision time
 * @param policy the policy in force
 * @param evidence the entries named, per stream
 * @param silent nodes that have been silent for longer than {@code staleAfterMillis} and whose next slot was read and
 *     found empty
 * @param classes the task classes that the evidence, the queue and the nodes speak of, as far as they are defined
 * @param previousRecord digest of the last round's record: the seed of every tie-break, which no proposer can choose
 */
public record RoundInput(
        long nowMillis,
        Policy policy,
        SortedMap<StreamId, Evidence> evidence,
        SortedSet<StreamId> silent,
        SortedMap<ClassName, TaskClass> classes,
        Digest previousRecord) {
    public RoundInput {
        evidence = Collections.unmodifiableSortedMap(new TreeMap<>(evidence));
        silent = Collections.unmodifiableSortedSet(new TreeSet<>(silent));
        classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
    }

    /**
     * The entries of one stream that a round may take.
     *
     * @param writer whose stream it is; read only when an entry asks to register a node
     * @param upTo the last entry named
     * @param entries by sequence number, from after the cursor to {@code upTo}; one that is missing was overwritten by
     *     its writer before a round came
     */
    public record Evidence(Optional<Writer> writer, long upTo, SortedMap<Long, StoredEntry> entries) {
        public Evidence {
            entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        }
    }
}
