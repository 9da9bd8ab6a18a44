package org.evenhand.cli.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.evenhand.cli.output.FactWords;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.PoolFact;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.fact.StreamFact;
import org.evenhand.core.fact.TaskFact;

/** The decisions that somebody who watches wants to see, the last few of them. Safe for use by several threads. */
final class Decisions {
    private static final int KEPT = 12;

    private final Deque<String> last = new ArrayDeque<>();
    private long moved;

    synchronized void add(RoundRecord round) {
        for (Fact fact : round.facts()) {
            if (fact instanceof TaskFact.Moved move) {
                moved += move.range().size();
            }
            if (isWorthSeeing(fact)) {
                last.addLast("round " + round.round() + ": " + FactWords.of(fact));
                if (last.size() > KEPT) {
                    last.removeFirst();
                }
            }
        }
    }

    /** What every report brings about would push out everything else. */
    private static boolean isWorthSeeing(Fact fact) {
        if (fact instanceof NodeFact) {
            return !(fact instanceof NodeFact.ReportSettled);
        }
        return fact instanceof TaskFact
                || fact instanceof PoolFact
                || fact instanceof StreamFact.ItemRejected
                || fact instanceof StreamFact.EntriesLost;
    }

    synchronized List<String> last() {
        return new ArrayList<>(last);
    }

    /** Tasks that relief has moved. */
    synchronized long moved() {
        return moved;
    }
}
