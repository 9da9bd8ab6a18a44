package org.evenhand.node.executors;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.node.content.ResultManifest;

/** The digests of what tasks made, until nobody will ask for them. Safe for use by several threads. */
final class TaskResults {
    private final TreeMap<SubmissionId, TreeMap<Long, Digest>> results = new TreeMap<>();

    synchronized void keep(SubmissionId submission, long index, Digest result) {
        results.computeIfAbsent(submission, absent -> new TreeMap<>()).put(index, result);
    }

    /** The manifest of a range, if all of its tasks made something. */
    synchronized Optional<ResultManifest> of(Digest payload, TaskRange range) {
        TreeMap<Long, Digest> ofSubmission = results.get(range.submission());
        if (ofSubmission == null) {
            return Optional.empty();
        }
        List<Digest> tasks =
                new ArrayList<>(ofSubmission.subMap(range.from(), range.to()).values());
        return tasks.size() == range.size() ? Optional.of(new ResultManifest(payload, range, tasks)) : Optional.empty();
    }

    synchronized void forget(TaskRange range) {
        TreeMap<Long, Digest> ofSubmission = results.get(range.submission());
        if (ofSubmission != null) {
            ofSubmission.subMap(range.from(), range.to()).clear();
            if (ofSubmission.isEmpty()) {
                results.remove(range.submission());
            }
        }
    }

    /** Of how many tasks something is kept. */
    synchronized long size() {
        return results.values().stream().mapToLong(TreeMap::size).sum();
    }
}
