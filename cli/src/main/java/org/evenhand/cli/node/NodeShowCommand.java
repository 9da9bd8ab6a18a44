package org.evenhand.cli.node;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.Refusals;
import org.evenhand.cli.UserError;
import org.evenhand.cli.connect.Connection;
import org.evenhand.cli.connect.PoolClient;
import org.evenhand.cli.connect.Streams;
import org.evenhand.cli.output.Amounts;
import org.evenhand.cli.output.NodeWords;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.cli.output.Table;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.contract.NodeView;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.contract.StreamView;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.StreamId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code evenhand node show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Show all that the ledger knows of a node: whose key it has, what it has, and every range it owns.",
        footer = {"", "Example:  evenhand node show --data my-network Org1MSP.node-1"})
final class NodeShowCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private Connection connection = new Connection();

    @Parameters(
            paramLabel = "NODE",
            description = "The node: a name of the calling organisation, or in full such as Org1MSP.node-1.")
    private String name = "";

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException {
        Streams.require(name.substring(name.indexOf('.') + 1));
        try (PoolClient opened = connection.open(Connection.ADMIN)) {
            StreamId id = Streams.parse(opened.msp(), name);
            NodeView node = node(opened, id);
            StreamView stream = opened.client().getStream(opened.pool(), id);
            output.result(toJson(node, stream), toText(node, stream));
        }
        return ExitCode.OK.number();
    }

    private static NodeView node(PoolClient opened, StreamId id)
            throws UserError, EvenhandException, InterruptedException {
        try {
            return opened.client().getNode(opened.pool(), id);
        } catch (EvenhandException e) {
            if (Refusals.is(e, RefusalCode.UNKNOWN_NODE)) {
                throw new UserError("expected a node of pool " + opened.pool() + ", found " + id
                        + ": 'evenhand node list' names them");
            }
            throw e;
        }
    }

    private static Json.Obj toJson(NodeView node, StreamView stream) {
        List<Json> ranges = new ArrayList<>();
        for (Fragment held : node.outstanding()) {
            ranges.add(Json.object()
                    .put("range", held.range().toString())
                    .put("class", held.terms().taskClass().name())
                    .put("priority", held.terms().priority())
                    .put("attempts", held.terms().attempts())
                    .build());
        }
        Json.ObjectBuilder object = NodeWords.toJson(node)
                .put("key", stream.writer().key().hex())
                .put("entries", stream.last())
                .put("entriesTaken", stream.taken())
                .put("ranges", Json.of(ranges));
        stream.writer().address().ifPresent(address -> object.put("address", address.toString()));
        return object.build();
    }

    private static List<String> toText(NodeView node, StreamView stream) {
        NodeState state = node.state();
        Table facts = Table.ofText("node", state.id().toString());
        facts.row("condition", NodeWords.condition(node));
        facts.row("wanted", state.wanted().word());
        facts.row("capacity", Amounts.text(state.capacity()));
        facts.row("cpu use", NodeWords.cpu(node));
        facts.row("last report", Instant.ofEpochMilli(state.observation().timeMillis()));
        facts.row("key", stream.writer().key().hex());
        facts.row("address", stream.writer().address().map(Object::toString).orElse("-"));
        facts.row("entries", stream.last() + ", " + stream.taken() + " of them taken by rounds");
        facts.row(
                "finished, failed",
                state.counters().finished() + ", " + state.counters().failed());
        facts.row(
                "moved in, moved away",
                state.counters().movedIn() + ", " + state.counters().movedAway());
        facts.row("taken back", state.counters().recovered());
        List<String> lines = new ArrayList<>(facts.lines());
        if (!node.outstanding().isEmpty()) {
            lines.add("");
            Table table = Table.ofText("outstanding", "class", "priority", "attempts");
            node.outstanding()
                    .forEach(held -> table.row(
                            held.range(),
                            held.terms().taskClass(),
                            held.terms().priority(),
                            held.terms().attempts()));
            lines.addAll(table.lines());
        }
        return lines;
    }
}
