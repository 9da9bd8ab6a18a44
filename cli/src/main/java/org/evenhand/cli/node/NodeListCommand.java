package org.evenhand.cli.node;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.cli.connect.Connection;
import org.evenhand.cli.connect.PoolClient;
import org.evenhand.cli.output.Amounts;
import org.evenhand.cli.output.NodeWords;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.cli.output.Table;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.contract.NodeView;
import org.evenhand.core.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code evenhand node list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List the nodes of a pool: how each is, what it has, and what it has done.",
        footer = {"", "Example:  evenhand node list --data my-network"})
final class NodeListCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private Connection connection = new Connection();

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException {
        try (PoolClient opened = connection.open(Connection.ADMIN)) {
            List<NodeView> nodes = opened.client().listNodes(opened.pool());
            Table table = Table.ofText("node", "condition", "wanted", "cpu use", "outstanding", "finished", "capacity");
            for (NodeView node : nodes) {
                table.row(
                        node.state().id(),
                        NodeWords.condition(node),
                        node.state().wanted().word(),
                        NodeWords.cpu(node),
                        NodeWords.outstanding(node),
                        node.state().counters().finished(),
                        Amounts.text(node.state().capacity()));
            }
            output.result(
                    Json.object()
                            .put("pool", opened.pool().name())
                            .put(
                                    "nodes",
                                    Json.of(nodes.stream()
                                            .map(node -> NodeWords.toJson(node).build())
                                            .toList()))
                            .build(),
                    nodes.isEmpty() ? List.of("pool " + opened.pool() + " has no node yet") : table.lines());
        }
        return ExitCode.OK.number();
    }
}
