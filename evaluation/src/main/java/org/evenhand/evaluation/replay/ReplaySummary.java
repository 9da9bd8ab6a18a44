package org.evenhand.evaluation.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.evaluation.replay.TaskLife.Outcome;
import org.evenhand.evaluation.replay.trace.TraceTask;

/** Works out the figures of a replay that is over. */
final class ReplaySummary {
    /** Shorter tasks count as this long in the slowdown, or the shortest would be all that it tells of. */
    private static final long SLOWDOWN_BOUND_MILLIS = 10_000;

    private static final double HUNDREDTHS = 100;

    private final ReplayPlan plan;
    private final ReplayBook book;
    private final long beginMillis;
    private final TreeMap<StreamId, Usage> nodes = new TreeMap<>();
    private final TreeMap<MspId, Usage> owners = new TreeMap<>();
    private final TreeMap<MspId, Usage> submitters = new TreeMap<>();
    private final TreeMap<MspId, Long> submitted = new TreeMap<>();
    private final Usage all = new Usage();
    private final List<Long> waiting = new ArrayList<>();
    private final List<Long> response = new ArrayList<>();
    private final List<Long> settling = new ArrayList<>();
    private final List<Long> slowdown = new ArrayList<>();
    private long lastEndMillis;

    /**
     * A summary of nothing.
     *
     * @param beginMillis when the first task arrived
     */
    ReplaySummary(ReplayPlan plan, ReplayBook book, long beginMillis) {
        this.plan = plan;
        this.book = book;
        this.beginMillis = beginMillis;
        this.lastEndMillis = beginMillis;
    }

    ReplayResult of(long heldBack, long resubmitted, ReplayResult.LedgerUse ledger) {
        for (MspId msp : plan.organisations()) {
            owners.put(msp, new Usage());
            submitters.put(msp, new Usage());
        }
        for (ReplayPlan.Node node : plan.nodes()) {
            all.have(node.capacity());
            owner(node.id().msp()).have(node.capacity());
            nodes.computeIfAbsent(node.id(), absent -> new Usage()).have(node.capacity());
        }
        for (int task = 0; task < plan.tasks().size(); task++) {
            submitted.merge(plan.submitter(task), 1L, Long::sum);
            Optional<ReplayBook.Ended> ended = book.ended(task);
            if (ended.isPresent()) {
                add(task, ended.get());
            }
        }
        long makespanMillis = lastEndMillis - beginMillis;
        return new ReplayResult(
                plan,
                account(heldBack, resubmitted),
                book.decisions(),
                new ReplayResult.Times(spread(waiting), spread(response), spread(settling), spread(slowdown)),
                makespanMillis,
                plan.nodes().stream().map(node -> nodeUse(node, makespanMillis)).toList(),
                organisations(),
                all.basisPoints(makespanMillis),
                ledger,
                tasks());
    }

    private List<ReplayResult.TaskTimes> tasks() {
        List<ReplayResult.TaskTimes> tasks = new ArrayList<>();
        for (int task = 0; task < plan.tasks().size(); task++) {
            TraceTask traced = plan.tasks().get(task);
            Optional<ReplayBook.Ended> ended = book.ended(task);
            tasks.add(new ReplayResult.TaskTimes(
                    traced,
                    plan.submitter(task),
                    plan.taskClass(task).name(),
                    ended.map(end -> end.outcome().name().toLowerCase(Locale.ROOT))
                            .orElse(""),
                    ended.flatMap(ReplayBook.Ended::node)
                            .map(StreamId::toString)
                            .orElse(""),
                    plan.time().realOffset(traced.arrivalMillis()),
                    ended.flatMap(ReplayBook.Ended::startMillis)
                            .map(start -> start - beginMillis)
                            .orElse(-1L),
                    ended.map(end -> end.endMillis() - beginMillis).orElse(-1L)));
        }
        return tasks;
    }

    private Usage owner(MspId msp) {
        return Objects.requireNonNull(owners.get(msp));
    }

    private void add(int task, ReplayBook.Ended ended) {
        lastEndMillis = Math.max(lastEndMillis, ended.endMillis());
        if (ended.outcome() != Outcome.FINISHED || ended.startMillis().isEmpty()) {
            return;
        }
        long tracedMillis = plan.tasks().get(task).durationMillis();
        long arrivalMillis =
                beginMillis + plan.time().realOffset(plan.tasks().get(task).arrivalMillis());
        long tookMillis = Math.max(0, ended.endMillis() - arrivalMillis);
        long startMillis = ended.startMillis().get();
        waiting.add(Math.max(0, startMillis - arrivalMillis));
        response.add(tookMillis);
        settling.add(Math.max(0, ended.endMillis() - startMillis - plan.realMillis(task)));
        double bound = Math.max(tracedMillis, SLOWDOWN_BOUND_MILLIS);
        slowdown.add(Math.round(Math.max(1, plan.time().tracedMillis(tookMillis) / bound) * HUNDREDTHS));
        use(task, ended.node().orElseThrow());
    }

    private void use(int task, StreamId node) {
        Resources demand = plan.taskClass(task).demand();
        long millis = plan.realMillis(task);
        all.use(demand, millis);
        Objects.requireNonNull(nodes.get(node)).use(demand, millis);
        owner(node.msp()).use(demand, millis);
        Objects.requireNonNull(submitters.get(plan.submitter(task))).use(demand, millis);
    }

    private ReplayResult.Account account(long heldBack, long resubmitted) {
        Map<Outcome, Long> outcomes = book.outcomes();
        return new ReplayResult.Account(
                book.queued(),
                outcomes.getOrDefault(Outcome.FINISHED, 0L),
                outcomes.getOrDefault(Outcome.FAILED, 0L),
                outcomes.getOrDefault(Outcome.POISONED, 0L),
                outcomes.getOrDefault(Outcome.CANCELLED, 0L),
                outcomes.getOrDefault(Outcome.UNPLACEABLE, 0L),
                heldBack,
                resubmitted,
                book.strange());
    }

    private ReplayResult.NodeUse nodeUse(ReplayPlan.Node node, long makespanMillis) {
        Usage usage = Objects.requireNonNull(nodes.get(node.id()));
        return new ReplayResult.NodeUse(node.id(), node.capacity(), usage.tasks(), usage.basisPoints(makespanMillis));
    }

    private SortedMap<MspId, ReplayResult.OrganisationUse> organisations() {
        TreeMap<MspId, ReplayResult.OrganisationUse> organisations = new TreeMap<>();
        owners.forEach((msp, given) -> {
            Usage asked = Objects.requireNonNull(submitters.get(msp));
            organisations.put(
                    msp,
                    new ReplayResult.OrganisationUse(
                            submitted.getOrDefault(msp, 0L),
                            given.tasks(),
                            Usage.share(asked.used(Resources.CPU), all.used(Resources.CPU)),
                            Usage.share(given.used(Resources.CPU), all.used(Resources.CPU)),
                            Usage.share(given.present(Resources.CPU), all.present(Resources.CPU))));
        });
        return organisations;
    }

    private static Spread spread(List<Long> values) {
        return Spread.of(values.stream().mapToLong(Long::longValue).toArray());
    }
}
