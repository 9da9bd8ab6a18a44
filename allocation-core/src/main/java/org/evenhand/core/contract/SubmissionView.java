package org.evenhand.core.contract;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.SubmissionId;

/**
 * The answer of {@code GetSubmission} and {@code LocateTask}: what of a submission is open. What has ended is not in
 * the state any more; the events of the rounds know it.
 *
 * @param submission the submission
 * @param taken whether a round has taken the entry that holds it
 * @param waiting what waits for a node
 * @param outstanding what nodes have
 */
public record SubmissionView(
        SubmissionId submission,
        boolean taken,
        List<Fragment> waiting,
        SortedMap<StreamId, List<Fragment>> outstanding) {
    public SubmissionView {
        waiting = List.copyOf(waiting);
        outstanding = Collections.unmodifiableSortedMap(new TreeMap<>(outstanding));
    }

    public static SubmissionView fromBytes(byte[] bytes) throws MalformedException {
        ObjectReader reader = ObjectReader.of("submission", CanonicalJson.read(bytes));
        SubmissionId submission = reader.text("submission", SubmissionId::parse);
        boolean taken = reader.flag("taken");
        List<Fragment> waiting = Fragment.listFrom(reader, "waiting");
        SortedMap<StreamId, List<Fragment>> outstanding =
                reader.map("outstanding", Integer.MAX_VALUE, StreamId::parse, SubmissionView::fragments);
        reader.end();
        return new SubmissionView(submission, taken, waiting, outstanding);
    }

    private static List<Fragment> fragments(Json value) throws MalformedException {
        TreeMap<String, Json> wrapped = new TreeMap<>();
        wrapped.put("fragments", value);
        return Fragment.listFrom(ObjectReader.of("outstanding", new Json.Obj(wrapped)), "fragments");
    }

    Json toJson() {
        Json.ObjectBuilder nodes = Json.object();
        outstanding.forEach((node, fragments) -> nodes.put(node.toString(), Json.of(Fragment.toJson(fragments))));
        return Json.object()
                .put("submission", submission.toString())
                .putIfTrue("taken", taken)
                .putUnlessEmpty("waiting", Fragment.toJson(waiting))
                .putUnlessEmpty("outstanding", nodes.build())
                .build();
    }
}
