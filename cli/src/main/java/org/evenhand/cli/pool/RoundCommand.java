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
import org.evenhand.cli.output.FactWords;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.fact.Facts;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code evenhand round}. */
@Command(
        name = "round",
        mixinStandardHelpOptions = true,
        description = "Tell what a round decided, fact by fact: the last one, or that of a number.",
        footer = {"", "Example:  evenhand round --data my-network 12"})
public final class RoundCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private Connection connection = new Connection();

    @Parameters(arity = "0..1", paramLabel = "N", description = "The round's number. Default: the last one")
    private @Nullable Long number;

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException {
        try (PoolClient opened = connection.open(Connection.ADMIN)) {
            long last = opened.client().getHead(opened.pool()).position().round();
            long wanted = number == null ? last : number;
            if (wanted < 1 || wanted > last) {
                throw new UserError("expected a round of pool " + opened.pool() + ", of which there are " + last
                        + ", found " + wanted);
            }
            RoundRecord round = opened.client().getRound(opened.pool(), wanted);
            output.result(toJson(round), toText(round));
        }
        return ExitCode.OK.number();
    }

    private static Json.Obj toJson(RoundRecord round) {
        return Json.object()
                .put("pool", round.pool().name())
                .put("round", round.round())
                .put("timeMillis", round.timeMillis())
                .put("proposer", round.proposer().toString())
                .put("policy", round.policy())
                .put("rules", round.rules())
                .put("digest", round.digest().hex())
                .put("facts", Json.of(round.facts().stream().map(Facts::toJson).toList()))
                .build();
    }

    private static List<String> toText(RoundRecord round) {
        List<String> lines = new ArrayList<>();
        lines.add("round " + round.round() + " of pool " + round.pool() + ", decided "
                + Instant.ofEpochMilli(round.timeMillis()) + ", proposed by " + round.proposer() + ", policy "
                + round.policy() + ", rules " + round.rules());
        round.facts().forEach(fact -> lines.add("  " + FactWords.of(fact)));
        return lines;
    }
}
