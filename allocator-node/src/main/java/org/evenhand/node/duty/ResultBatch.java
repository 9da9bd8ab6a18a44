package org.evenhand.node.duty;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.StatusReport.Failed;
import org.evenhand.core.model.StatusReport.Finished;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.range.RangeSet;
import org.evenhand.core.range.Span;
import org.evenhand.node.execution.Progress;

/** Results by submission, neighbours merged into one range. Not for several threads. */
public final class ResultBatch {
    private final TreeMap<SubmissionId, Finish> finished = new TreeMap<>();
    private final TreeMap<SubmissionId, TreeMap<String, RangeSet>> failed = new TreeMap<>();

    /**
     * Tasks of one submission that ended well.
     *
     * @param payload what they worked on
     * @param tasks which
     * @param totalMillis the sum of their running times
     */
    private record Finish(Digest payload, RangeSet tasks, long totalMillis) {
        long meanMillis() {
            return totalMillis / Math.max(1, tasks.size());
        }

        Finish with(Finish other) {
            // A task that is told again counts once.
            RangeSet fresh = other.tasks.remove(tasks);
            return new Finish(payload, tasks.add(fresh), totalMillis + other.meanMillis() * fresh.size());
        }

        Finish only(RangeSet some) {
            return new Finish(payload, some, meanMillis() * some.size());
        }
    }

    void add(SubmissionId submission, Digest payload, Progress progress) {
        if (!progress.finished().isEmpty()) {
            addFinish(submission, new Finish(payload, progress.finished(), progress.finishedMillis()));
        }
        progress.failed().forEach((reason, tasks) -> addFailure(submission, reason, tasks));
    }

    private void addFinish(SubmissionId submission, Finish finish) {
        if (!finish.tasks().isEmpty()) {
            finished.merge(submission, finish, Finish::with);
        }
    }

    private void addFailure(SubmissionId submission, String reason, RangeSet tasks) {
        if (!tasks.isEmpty()) {
            failed.computeIfAbsent(submission, absent -> new TreeMap<>()).merge(reason, tasks, RangeSet::add);
        }
    }

    void addAll(ResultBatch other) {
        other.finished.forEach(this::addFinish);
        other.failed.forEach(
                (submission, byReason) -> byReason.forEach((reason, tasks) -> addFailure(submission, reason, tasks)));
    }

    public boolean isEmpty() {
        return finished.isEmpty() && failed.isEmpty();
    }

    /** How many results there are. */
    long size() {
        long size = 0;
        for (Finish finish : finished.values()) {
            size += finish.tasks().size();
        }
        for (TreeMap<String, RangeSet> byReason : failed.values()) {
            size += byReason.values().stream().mapToLong(RangeSet::size).sum();
        }
        return size;
    }

    /** Takes at most so many ranges out of this batch. */
    ResultBatch takeRanges(int rangesMax) {
        ResultBatch taken = new ResultBatch();
        int left = rangesMax;
        for (SubmissionId submission : List.copyOf(finished.keySet())) {
            Finish finish = Objects.requireNonNull(finished.get(submission));
            RangeSet some = firstSpans(finish.tasks(), left);
            left -= some.spans().size();
            taken.addFinish(submission, finish.only(some));
            replaceFinish(submission, finish.tasks().remove(some));
        }
        for (SubmissionId submission : List.copyOf(failed.keySet())) {
            TreeMap<String, RangeSet> copy = new TreeMap<>(failed.get(submission));
            for (Map.Entry<String, RangeSet> byReason : copy.entrySet()) {
                RangeSet some = firstSpans(byReason.getValue(), left);
                left -= some.spans().size();
                taken.addFailure(submission, byReason.getKey(), some);
                forgetFailed(submission, some);
            }
        }
        return taken;
    }

    /** Takes out of this batch what is in another one too. */
    ResultBatch takeCommon(ResultBatch other) {
        ResultBatch taken = new ResultBatch();
        other.finished.forEach((submission, finish) -> {
            Finish here = finished.get(submission);
            if (here != null) {
                RangeSet common = here.tasks().intersect(finish.tasks());
                taken.addFinish(submission, here.only(common));
                replaceFinish(submission, here.tasks().remove(common));
            }
        });
        other.failed.forEach((submission, byReason) -> byReason.forEach((reason, tasks) -> {
            RangeSet common = failed.getOrDefault(submission, new TreeMap<>())
                    .getOrDefault(reason, RangeSet.empty())
                    .intersect(tasks);
            taken.addFailure(submission, reason, common);
            forgetFailed(submission, common);
        }));
        return taken;
    }

    private static RangeSet firstSpans(RangeSet tasks, int count) {
        List<Span> spans = tasks.spans();
        return RangeSet.copyOf(spans.subList(0, Math.min(count, spans.size())));
    }

    void forget(TaskRange range) {
        RangeSet tasks = RangeSet.of(range.from(), range.to());
        Finish finish = finished.get(range.submission());
        if (finish != null) {
            replaceFinish(range.submission(), finish.tasks().remove(tasks));
        }
        forgetFailed(range.submission(), tasks);
    }

    private void replaceFinish(SubmissionId submission, RangeSet left) {
        if (left.isEmpty()) {
            finished.remove(submission);
        } else {
            finished.computeIfPresent(submission, (same, finish) -> finish.only(left));
        }
    }

    private void forgetFailed(SubmissionId submission, RangeSet tasks) {
        TreeMap<String, RangeSet> byReason = failed.get(submission);
        if (byReason == null) {
            return;
        }
        byReason.replaceAll((reason, of) -> of.remove(tasks));
        for (Iterator<RangeSet> left = byReason.values().iterator(); left.hasNext(); ) {
            if (left.next().isEmpty()) {
                left.remove();
            }
        }
        if (byReason.isEmpty()) {
            failed.remove(submission);
        }
    }

    /**
     * The ranges that ended well.
     *
     * @param resultOf gives the digest of a range's results, from the payload's digest and the range
     */
    public List<Finished> finished(BiFunction<Digest, TaskRange, Digest> resultOf) {
        List<Finished> list = new ArrayList<>();
        finished.forEach((submission, finish) -> {
            for (Span span : finish.tasks().spans()) {
                TaskRange range = new TaskRange(submission, span);
                list.add(new Finished(range, finish.meanMillis(), resultOf.apply(finish.payload(), range)));
            }
        });
        return list;
    }

    /** The ranges that ended badly. */
    public List<Failed> failed() {
        List<Failed> list = new ArrayList<>();
        failed.forEach((submission, byReason) -> byReason.forEach((reason, tasks) ->
                tasks.spans().forEach(span -> list.add(new Failed(new TaskRange(submission, span), reason)))));
        return list;
    }
}
