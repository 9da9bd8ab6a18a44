package org.evenhand.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.MalformedException.Problem;
import org.evenhand.core.json.ObjectReader;

/**
 * What a writer appends to its stream: any of a status report, requests for its node, submissions, cancellations and
 * changes of priority; at least one of them.
 *
 * @param report a node's status
 * @param request what the owner wants of the node
 * @param submissions new work
 * @param cancellations ranges of the own organisation's work that should not run any more
 * @param priorities ranges of the own organisation's work with a new priority
 */
public record Entry(
        Optional<StatusReport> report,
        Optional<NodeRequest> request,
        List<Submission> submissions,
        List<TaskRange> cancellations,
        List<PriorityChange> priorities) {
    public Entry {
        submissions = List.copyOf(submissions);
        cancellations = List.copyOf(cancellations);
        priorities = List.copyOf(priorities);
    }

    /**
     * A new priority for some tasks.
     *
     * @param range the tasks
     * @param priority 0 to 9
     */
    public record PriorityChange(TaskRange range, int priority) {
        static PriorityChange fromJson(Json value) throws MalformedException {
            ObjectReader reader = ObjectReader.of("priorities", value);
            PriorityChange change = new PriorityChange(TaskRange.fromJson(reader.required("range")), (int)
                    reader.number("priority", 0, Limits.PRIORITY_MAX));
            reader.end();
            return change;
        }

        Json toJson() {
            return Json.object()
                    .put("range", range.toString())
                    .put("priority", priority)
                    .build();
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    public boolean isEmpty() {
        return report.isEmpty()
                && request.isEmpty()
                && submissions.isEmpty()
                && cancellations.isEmpty()
                && priorities.isEmpty();
    }

    public static Entry fromJson(Json value) throws MalformedException {
        ObjectReader reader = ObjectReader.of("entry", value);
        Optional<StatusReport> report =
                reader.has("report") ? Optional.of(StatusReport.fromJson(reader.required("report"))) : Optional.empty();
        Optional<NodeRequest> request = reader.has("request")
                ? Optional.of(NodeRequest.fromJson(reader.required("request")))
                : Optional.empty();
        Entry entry = new Entry(
                report,
                request,
                reader.list("submissions", Limits.SUBMISSIONS_PER_ENTRY_MAX, Submission::fromJson),
                reader.list("cancellations", Limits.CANCELLATIONS_PER_ENTRY_MAX, TaskRange::fromJson),
                reader.list("priorities", Limits.CANCELLATIONS_PER_ENTRY_MAX, PriorityChange::fromJson));
        reader.end();
        if (entry.isEmpty()) {
            throw new MalformedException(Problem.MALFORMED, "expected the entry to hold something");
        }
        return entry;
    }

    public Json toJson() {
        Json.ObjectBuilder object = Json.object()
                .putUnlessEmpty(
                        "submissions",
                        submissions.stream().map(Submission::toJson).toList())
                .putUnlessEmpty(
                        "cancellations",
                        cancellations.stream().map(TaskRange::toJson).toList())
                .putUnlessEmpty(
                        "priorities",
                        priorities.stream().map(PriorityChange::toJson).toList());
        report.ifPresent(present -> object.put("report", present.toJson()));
        request.ifPresent(present -> object.put("request", present.toJson()));
        return object.build();
    }

    /** Collects what goes into one entry. */
    public static final class Builder {
        private Optional<StatusReport> report = Optional.empty();
        private Optional<NodeRequest> request = Optional.empty();
        private final List<Submission> submissions = new ArrayList<>();
        private final List<TaskRange> cancellations = new ArrayList<>();
        private final List<PriorityChange> priorities = new ArrayList<>();

        private Builder() {}

        public Builder report(StatusReport status) {
            report = Optional.of(status);
            return this;
        }

        public Builder request(NodeRequest wanted) {
            request = Optional.of(wanted);
            return this;
        }

        public Builder submit(Submission submission) {
            submissions.add(submission);
            return this;
        }

        public Builder cancel(TaskRange range) {
            cancellations.add(range);
            return this;
        }

        public Builder reprioritise(TaskRange range, int priority) {
            priorities.add(new PriorityChange(range, priority));
            return this;
        }

        public Entry build() {
            return new Entry(report, request, submissions, cancellations, priorities);
        }
    }
}
