package org.evenhand.cli.node;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.evenhand.cli.Refusals;
import org.evenhand.cli.UserError;
import org.evenhand.cli.connect.Connection;
import org.evenhand.cli.connect.OwnStream;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.contract.NodeView;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.NodeRequest;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What the commands share by which an owner says what is wanted of a node. */
final class NodeRequests {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private Connection connection = new Connection();

    @Parameters(
            paramLabel = "NODE",
            description = "The node: its name, or with its organisation such as Org1MSP.node-1.")
    private String node = "";

    /** Puts the request into the node's stream; the next round takes it. */
    void make(NodeRequest request)
            throws IOException, UserError, EvenhandException, InterruptedException, ExecutionException {
        boolean registers = request.kind() == NodeRequest.Kind.REGISTER;
        try (OwnStream own = connection.openOwn(node)) {
            Optional<NodeView> there = find(own);
            if (registers && there.isPresent()) {
                throw new UserError("expected a node that the pool does not have yet, found " + own.stream());
            }
            if (!registers && there.isEmpty()) {
                throw new UserError("expected a node of pool " + own.pool() + ", found " + own.stream()
                        + ": 'evenhand node list' names them");
            }
            long sequence = own.append(Entry.builder().request(request).build());
            String kind = request.kind().name().toLowerCase(Locale.ROOT);
            output.result(
                    Json.object()
                            .put("node", own.stream().toString())
                            .put("request", kind)
                            .put("sequence", sequence)
                            .build(),
                    List.of("asked to " + kind + " " + own.stream() + " (entry " + sequence
                            + "); the next round takes it"));
        }
    }

    private static Optional<NodeView> find(OwnStream own) throws EvenhandException, InterruptedException {
        try {
            return Optional.of(own.client().getNode(own.pool(), own.stream()));
        } catch (EvenhandException e) {
            if (Refusals.is(e, RefusalCode.UNKNOWN_NODE)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
