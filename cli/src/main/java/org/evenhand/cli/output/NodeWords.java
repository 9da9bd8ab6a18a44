package org.evenhand.cli.output;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.evenhand.core.contract.NodeView;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.Condition;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.Resources;

/** A node in words and numbers. */
public final class NodeWords {
    private static final double BASIS_POINTS_PER_PERCENT = 100;

    private NodeWords() {}

    /** Its condition in a word or two: the first thing that an operator wants to know. */
    public static String condition(NodeView node) {
        Condition condition = node.state().condition();
        if (condition.health() != Condition.Health.LIVE) {
            return condition.health().word();
        }
        if (node.state().wanted() != NodeState.Wanted.ACTIVE) {
            return node.state().wanted().word();
        }
        if (condition.overloaded()) {
            return "overloaded";
        }
        return condition.rampSinceMillis() > 0
                ? "on probation"
                : node.state().wanted().word();
    }

    /** CPU in use as last reported, in basis points of the capacity. */
    public static long cpuBasisPoints(NodeView node) {
        return node.state().observation().utilisation().of(Resources.CPU);
    }

    /** CPU in use as last reported, such as {@code 42.0 %}. */
    public static String cpu(NodeView node) {
        return String.format(Locale.ROOT, "%.1f %%", cpuBasisPoints(node) / BASIS_POINTS_PER_PERCENT);
    }

    /** Tasks that it has been given and that have not ended. */
    public static long outstanding(NodeView node) {
        return node.outstanding().stream().mapToLong(Fragment::size).sum();
    }

    /** Tasks that ran when it last reported. */
    public static long running(NodeView node) {
        return node.state().observation().running().stream()
                .mapToLong(run -> run.range().size())
                .sum();
    }

    /** Everything that is known of it, but its ranges one by one. */
    public static Json.ObjectBuilder toJson(NodeView node) {
        NodeState state = node.state();
        Json.ObjectBuilder utilisation = Json.object();
        for (Map.Entry<String, Long> capacity : new TreeMap<>(state.capacity().amounts()).entrySet()) {
            utilisation.put(capacity.getKey(), state.observation().utilisation().of(capacity.getKey()));
        }
        return Json.object()
                .put("node", state.id().toString())
                .put("condition", condition(node))
                .put("health", state.condition().health().word())
                .put("wanted", state.wanted().word())
                .put("overloaded", new Json.Bool(state.condition().overloaded()))
                .put("capacity", state.capacity().toJson())
                .put("millicores", state.capacity().amount(Resources.CPU))
                .put("cpuBasisPoints", cpuBasisPoints(node))
                .put("utilisationBasisPoints", utilisation.build())
                .put("reportedMillis", state.observation().timeMillis())
                .put("outstanding", outstanding(node))
                .put("running", running(node))
                .put("placed", state.counters().placed())
                .put("movedIn", state.counters().movedIn())
                .put("movedAway", state.counters().movedAway())
                .put("recovered", state.counters().recovered())
                .put("finished", state.counters().finished())
                .put("failed", state.counters().failed());
    }
}
