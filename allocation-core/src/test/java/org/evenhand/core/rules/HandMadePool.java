package org.evenhand.core.rules;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Condition;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Observation;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport.Running;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Terms;
import org.evenhand.core.model.Utilisation;
import org.evenhand.core.state.PoolState;

/** A pool made of facts alone, without a ledger, and one round on it. */
final class HandMadePool {
    static final long NOW_MILLIS = 1_700_000_000_000L;
    private static final StreamId CLIENT = StreamId.parse("Org1MSP.client");

    private final PoolState state = PoolState.empty();
    private final TreeMap<ClassName, TaskClass> classes = new TreeMap<>();
    private final TreeMap<StreamId, RoundInput.Evidence> evidence = new TreeMap<>();
    private final Policy policy;
    private final Digest lots;
    private int submissions;

    /** A pool under this policy whose ties are broken by lots from this seed. */
    HandMadePool(Policy policy, long seed) {
        this.policy = policy;
        this.lots = Digest.of("lots of " + seed);
    }

    HandMadePool(long seed) {
        this(Policy.of(List.of(new MspId("Org1MSP"))), seed);
    }

    PoolState state() {
        return state;
    }

    Policy policy() {
        return policy;
    }

    SortedMap<ClassName, TaskClass> classes() {
        return classes;
    }

    TaskClass define(TaskClass taskClass) {
        classes.put(taskClass.name(), taskClass);
        return taskClass;
    }

    /** A node that joined so long ago that its probation is over. */
    StreamId join(String name, Resources capacity) {
        StreamId node = StreamId.parse("Org1MSP." + name);
        state.apply(new NodeFact.Joined(node, capacity, 0, NOW_MILLIS));
        judge(node, condition -> condition.withRampSince(0));
        return node;
    }

    void judge(StreamId node, UnaryOperator<Condition> change) {
        state.apply(new NodeFact.Judged(node, change.apply(state.member(node).condition())));
    }

    /** Lets a node's last report have settled so long ago, with this background load and these tasks running. */
    void observe(StreamId node, long agoMillis, Resources background, List<Running> running) {
        state.apply(new NodeFact.ReportSettled(
                node, new Observation(1, NOW_MILLIS - agoMillis, Utilisation.NONE, background, running)));
    }

    /** Tasks that wait, all queued in this round. */
    TaskRange queue(TaskClass taskClass, long count) {
        return queue(taskClass, count, Submission.PRIORITY_OF_CLASS);
    }

    TaskRange queue(TaskClass taskClass, long count, int priority) {
        submissions++;
        TaskRange range = TaskRange.of(new SubmissionId(CLIENT, submissions, 0), 0, count);
        Submission submission = new Submission(taskClass.name(), count, Digest.of("payload"), priority, 0);
        state.apply(new TaskFact.Queued(new Fragment(range, Terms.queued(taskClass, submission, 1, NOW_MILLIS))));
        return range;
    }

    /** Tasks that a node has outstanding. */
    TaskRange give(StreamId node, TaskClass taskClass, long count) {
        TaskRange range = queue(taskClass, count);
        state.apply(new TaskFact.Placed(range, node));
        return range;
    }

    /** Names entries that the round is to take. */
    void name(StreamId stream, RoundInput.Evidence entries) {
        evidence.put(stream, entries);
    }

    private RoundInput input() {
        return new RoundInput(NOW_MILLIS, policy, evidence, new TreeMap<>(), classes, lots);
    }

    Round round() {
        return new Round(state.copy(), input(), Trace.NONE);
    }

    /** What the rules decide, all phases in their order. */
    Decision decide() {
        return new RulesV1().decide(state, input(), Trace.NONE);
    }

    LoadOracle oracle() {
        return new LoadOracle(state, classes, policy, NOW_MILLIS);
    }
}
