package org.evenhand.cli.pool;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.cli.connect.Connection;
import org.evenhand.cli.connect.PoolClient;
import org.evenhand.cli.output.NodeWords;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.cli.output.Table;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.contract.NodeView;
import org.evenhand.core.contract.QueueView;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.Resources;
import org.evenhand.core.state.Head;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code evenhand status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Show a pool: its last round, what waits, and every node with its load and its work.",
        footer = {
            "",
            "Examples:",
            "  evenhand status --data my-network",
            "  evenhand status --profile connection-org1.json --identity admin/msp --pool edge --json"
        })
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private Connection connection = new Connection();

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException {
        try (PoolClient opened = connection.open(Connection.ADMIN)) {
            PoolSnapshot now = PoolSnapshot.of(opened);
            output.result(toJson(now), toText(now));
            return ExitCode.OK.number();
        }
    }

    private static Json.Obj toJson(PoolSnapshot now) {
        List<Json> nodes = new ArrayList<>();
        now.nodes().forEach(node -> nodes.add(NodeWords.toJson(node).build()));
        List<Json> waiting = new ArrayList<>();
        for (QueueView.Line line : now.queue().lines()) {
            waiting.add(Json.object()
                    .put("priority", line.priority())
                    .put("tasks", line.tasks())
                    .put("ranges", line.ranges())
                    .put("sinceMillis", line.sinceMillis())
                    .build());
        }
        Head head = now.head();
        return Json.object()
                .put("pool", now.pool().name())
                .put("round", head.position().round())
                .put("decidedMillis", head.position().decidedMillis())
                .put("record", head.position().record().hex())
                .putUnlessZero("frozenSinceMillis", head.frozenSinceMillis())
                .put("waitingTasks", now.queue().tasks())
                .put("waiting", Json.of(waiting))
                .put("nodes", Json.of(nodes))
                .build();
    }

    private static List<String> toText(PoolSnapshot now) {
        Table table =
                new Table("node", "condition", "millicores", "cpu use", "running", "outstanding", "finished", "failed");
        for (NodeView node : now.nodes()) {
            table.row(
                    node.state().id(),
                    NodeWords.condition(node),
                    node.state().capacity().amount(Resources.CPU),
                    NodeWords.cpu(node),
                    NodeWords.running(node),
                    NodeWords.outstanding(node),
                    node.state().counters().finished(),
                    node.state().counters().failed());
        }
        Head head = now.head();
        List<String> lines = new ArrayList<>();
        lines.add("pool " + now.pool() + ", round " + head.position().round() + ", decided " + decided(head));
        lines.add(QueueWords.of(now.queue()));
        if (head.frozenSinceMillis() > 0) {
            lines.add("half of the pool is silent since " + Instant.ofEpochMilli(head.frozenSinceMillis())
                    + ": relief and recovery stand still");
        }
        lines.addAll(table.lines());
        if (!now.isAlive()) {
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
}
