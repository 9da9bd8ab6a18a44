package org.evenhand.core.rules;

import java.util.List;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.PoolFact;
import org.evenhand.core.model.Condition;
import org.evenhand.core.model.Condition.Health;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.NodeState.Wanted;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Thresholds;

/**
 * Phase 2: judges every node by its reports and its silence, then the pool: when half of it is silent, it is probably
 * the network, and relief and recovery stand still for a while.
 */
final class Judge {
    private final Round round;

    Judge(Round round) {
        this.round = round;
    }

    void run() {
        for (NodeState node : List.copyOf(round.state().nodes().values())) {
            if (node.wanted() != Wanted.RETIRED
                    && !round.policy().members().contains(node.id().msp())) {
                round.decide(new NodeFact.WantedChanged(node.id(), Wanted.RETIRED));
            }
            Condition judged = judge(node);
            if (!judged.equals(node.condition())) {
                round.decide(new NodeFact.Judged(node.id(), judged));
            }
        }
        judgePool();
    }

    private Condition judge(NodeState node) {
        List<Long> reports = round.reports(node.id());
        Condition condition = reports.isEmpty() ? heard(node) : reported(node, reports);
        long since = condition.rampSinceMillis();
        boolean rampedUp =
                since > 0 && round.nowMillis() - since >= round.timing().probationMillis();
        return rampedUp ? condition.withRampSince(0) : condition;
    }

    /** The condition of a node that did not report in this round. */
    private Condition heard(NodeState node) {
        Condition condition = node.condition();
        Long silentUntilMillis = round.input().silentUntilMillis().get(node.id());
        if (silentUntilMillis == null) {
            return condition;
        }
        long silentMillis = silentUntilMillis - node.observation().timeMillis();
        if (silentMillis > round.timing().failAfterMillis()) {
            return condition
                    .withHealth(Health.FAILED)
                    .withOverloaded(false)
                    .withStreaks(0, 0)
                    .withStuck(false);
        }
        if (silentMillis > round.timing().staleAfterMillis() && condition.health() == Health.LIVE) {
            return condition.withHealth(Health.STALE);
        }
        return condition;
    }

    private Condition reported(NodeState node, List<Long> reports) {
        Thresholds thresholds = round.policy().thresholds();
        Condition condition = node.condition();
        if (condition.health() == Health.FAILED) {
            condition = condition.withRampSince(round.nowMillis());
        }
        condition = condition.withHealth(Health.LIVE);
        for (long highest : reports) {
            int hot = highest > thresholds.high() ? condition.hotStreak() + 1 : 0;
            int cool = highest < thresholds.high() - thresholds.margin() ? condition.coolStreak() + 1 : 0;
            // Streaks stop where they have had their effect, so that a steady node's condition does not change.
            condition = condition.withStreaks(
                    Math.min(hot, thresholds.tripCount()), Math.min(cool, thresholds.clearCount()));
        }
        boolean backlogHigh = backlogHigh(node.id());
        if (condition.hotStreak() >= thresholds.tripCount() || backlogHigh) {
            return condition.withOverloaded(true);
        }
        boolean cooled = condition.overloaded() && condition.coolStreak() >= thresholds.clearCount();
        return cooled ? condition.withOverloaded(false).withStuck(false) : condition;
    }

    /**
     * Whether tasks wait too long at a node. Long tasks that all run at once are no backlog, however long they take.
     */
    private boolean backlogHigh(StreamId id) {
        NodeLoad load = round.load(round.state().member(id));
        return load.isOverTarget()
                && load.drainMicros() / 1_000 > round.timing().backlogHighMillis();
    }

    private void judgePool() {
        int silent = 0;
        int present = 0;
        for (NodeState node : round.state().nodes().values()) {
            boolean lost = node.condition().health() == Health.FAILED
                    && round.state().holdings(node.id()).isEmpty();
            if (node.wanted() != Wanted.RETIRED && !lost) {
                present++;
                if (node.condition().health() != Health.LIVE) {
                    silent++;
                }
            }
        }
        boolean halfSilent = silent > 0 && silent * 2 >= present;
        boolean frozen = round.state().frozenSinceMillis() != 0;
        if (halfSilent && !frozen) {
            round.decide(new PoolFact.Frozen(round.nowMillis()));
        } else if (!halfSilent && frozen) {
            round.decide(new PoolFact.Thawed());
        }
    }
}
