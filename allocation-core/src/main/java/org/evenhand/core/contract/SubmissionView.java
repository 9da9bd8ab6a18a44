package org.evenhand.core.contract;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.SubmissionId;

/**
 * The answer of {@code GetSubmission} and {@code LocateTask}: what of a submission is open. What has ended is not in the
 * state any more; the events of the rounds know it.
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
    private static final Pattern ANY = Pattern.compile(".{1,200}");

    public SubmissionView {
        waiting = List.copyOf(waiting);
        outstanding = Collections.unmodifiableSortedMap(new TreeMap<>(outstanding));
    }

    public static SubmissionView fromBytes(byte[] bytes) throws MalformedException {
        ObjectReader reader = ObjectReader.of("submission", CanonicalJson.read(bytes));
        SubmissionId submission = SubmissionId.parse(reader.text("submission", ANY));
        boolean taken = reader.flag("taken");
        List<Fragment> waiting = reader.list("waiting", Integer.MAX_VALUE, Fragment::fromJson);
        TreeMap<StreamId, List<Fragment>> outstanding = new TreeMap<>();
        reader.map("outstanding", Integer.MAX_VALUE, StreamId.FORM, SubmissionView::fragments)
                .forEach((node, fragments) -> outstanding.put(StreamId.parse(node), fragments));
        reader.end();
        return new SubmissionView(submission, taken, waiting, outstanding);
    }

    private static List<Fragment> fragments(Json value) throws MalformedException {
        TreeMap<String, Json> wrapped = new TreeMap<>();
        wrapped.put("fragments", value);
        return ObjectReader.of("outstanding", new Json.Obj(wrapped))
                .list("fragments", Integer.MAX_VALUE, Fragment::fromJson);
    }

    Json toJson() {
        Json.ObjectBuilder nodes = Json.object();
        outstanding.forEach((node, fragments) -> nodes.put(
                node.toString(),
                Json.of(fragments.stream().map(Fragment::toJson).toList())));
        return Json.object()
                .put("submission", submission.toString())
                .putIfTrue("taken", taken)
                .putUnlessEmpty(
                        "waiting", waiting.stream().map(Fragment::toJson).toList())
                .putUnlessEmpty("outstanding", nodes.build())
                .build();
    }
}
