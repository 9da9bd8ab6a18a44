package org.evenhand.cli.pool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.evenhand.cli.output.NodeWords;
import org.evenhand.cli.output.Table;
import org.evenhand.core.contract.NodeView;
import org.evenhand.core.model.Limits;

/** One picture of a pool: a bar for every node, what waits, and what was decided last. */
final class WatchFrame {
    private static final int BAR_WIDTH = 30;

    private WatchFrame() {}

    /**
     * Draws.
     *
     * @param now the pool
     * @param moved tasks that relief has moved since somebody watches
     * @param decisions the last decisions in words, oldest first
     */
    static List<String> lines(PoolSnapshot now, long moved, Collection<String> decisions) {
        List<String> lines = new ArrayList<>();
        lines.add("pool " + now.pool() + "   round " + now.head().position().round() + "   "
                + Instant.ofEpochMilli(now.head().position().decidedMillis()));
        lines.add(QueueWords.of(now.queue()) + "; " + String.format(Locale.ROOT, "%,d", moved)
                + " moved since you watch");
        lines.add("");
        Table table = Table.ofText("node", "cpu in use", "", "running", "has", "finished", "condition");
        for (NodeView node : now.nodes()) {
            table.row(
                    node.state().id(),
                    bar(NodeWords.cpuBasisPoints(node)),
                    NodeWords.cpu(node),
                    NodeWords.running(node),
                    NodeWords.outstanding(node),
                    node.state().counters().finished(),
                    NodeWords.condition(node));
        }
        lines.addAll(table.lines());
        if (!now.isAlive()) {
            lines.add("no node is known to run: rounds wait for one");
        }
        lines.add("");
        lines.add(decisions.isEmpty() ? "no round has decided anything since you watch" : "last decisions");
        decisions.forEach(decision -> lines.add("  " + decision));
        return lines;
    }

    /** A bar as long as the share that is in use. */
    static String bar(long basisPoints) {
        long share = Math.max(0, Math.min(Limits.BASIS_POINTS, basisPoints));
        int full = (int) ((share * BAR_WIDTH + Limits.BASIS_POINTS / 2) / Limits.BASIS_POINTS);
        return "[" + "#".repeat(full) + ".".repeat(BAR_WIDTH - full) + "]";
    }
}
