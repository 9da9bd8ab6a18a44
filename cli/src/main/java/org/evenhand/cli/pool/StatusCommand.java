package org.evenhand.cli.pool;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.cli.connect.Connection;
import org.evenhand.cli.connect.PoolClient;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.cli.output.Table;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.contract.NodeView;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.Condition;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.state.Head;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code evenhand status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Show the pool of an embedded network: its last round, and every node with its load and its work.")
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private Connection connection = new Connection();

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException {
        try (PoolClient opened = connection.open(Connection.ADMIN)) {
            EvenhandClient client = opened.client();
            PoolId pool = opened.pool();
            Head head = client.getHead(pool);
            List<NodeView> nodes = client.listNodes(pool);
            output.result(toJson(pool, head, nodes), toText(pool, head, nodes));
            return ExitCode.OK.number();
        }
    }

    private static Json.Obj toJson(PoolId pool, Head head, List<NodeView> nodes) {
        List<Json> items = new ArrayList<>();
        for (NodeView node : nodes) {
            items.add(Json.object()
                    .put("node", node.state().id().toString())
                    .put("condition", condition(node))
                    .put("cpuBasisPoints", cpu(node))
                    .put("outstanding", outstanding(node))
                    .put("finished", node.state().counters().finished())
                    .put("failed", node.state().counters().failed())
                    .build());
        }
        return Json.object()
                .put("pool", pool.name())
                .put("round", head.position().round())
                .put("decidedMillis", head.position().decidedMillis())
                .put("record", head.position().record().hex())
                .put("nodes", Json.of(items))
                .build();
    }

    private static List<String> toText(PoolId pool, Head head, List<NodeView> nodes) {
        Table table = new Table("node", "condition", "millicores", "cpu use", "outstanding", "finished", "failed");
        for (NodeView node : nodes) {
            table.row(
                    node.state().id(),
                    condition(node),
                    node.state().capacity().amount(Resources.CPU),
                    String.format(Locale.ROOT, "%.1f %%", cpu(node) / 100.0),
                    outstanding(node),
                    node.state().counters().finished(),
                    node.state().counters().failed());
        }
        List<String> lines = new ArrayList<>();
        lines.add("pool " + pool + ", round " + head.position().round()
                + ", decided " + decided(head)
                + (head.queues().isEmpty()
                        ? "; nothing waits that a round has taken"
                        : "; work waits at priorities " + head.queues()));
        lines.addAll(table.lines());
        if (nodes.stream().noneMatch(node -> node.state().condition().health() == Condition.Health.LIVE)) {
            lines.add("no node is known to run: rounds, and so everything above, wait for one");
        }
        return lines;
    }

    private static String decided(Head head) {
        long decidedMillis = head.position().decidedMillis();
        return decidedMillis == 0
                ? "never"
                : Instant.ofEpochMilli(decidedMillis).toString();
    }

    private static String condition(NodeView node) {
        Condition condition = node.state().condition();
        if (condition.health() != Condition.Health.LIVE) {
            return condition.health().word();
        }
        if (condition.overloaded()) {
            return "overloaded";
        }
        return condition.rampSinceMillis() > 0
                ? "on probation"
                : node.state().wanted().word();
    }

    private static long cpu(NodeView node) {
        return node.state().observation().utilisation().of(Resources.CPU);
    }

    private static long outstanding(NodeView node) {
        return node.outstanding().stream().mapToLong(Fragment::size).sum();
    }
}
