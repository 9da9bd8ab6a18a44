package org.evenhand.cli.pool;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.cli.connect.Connection;
import org.evenhand.cli.connect.PoolClient;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.contract.PoolView;
import org.evenhand.core.contract.Proposal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evenhand pool approve}. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description = {
            "Approve a proposed policy, as an admin of a member.",
            "What is approved is the policy's digest, as 'pool policy' shows it: with --digest nobody can be made to"
                    + " approve anything else."
        },
        footer = {"", "Example:  evenhand pool approve --data my-network --org Org2 --digest 3fa4"})
final class PoolApproveCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private Connection connection = new Connection();

    @Option(
            names = "--number",
            paramLabel = "N",
            description = "The proposal's number. Default: that of the only open one")
    private @Nullable Long number;

    @Option(
            names = "--digest",
            paramLabel = "HEX",
            defaultValue = "",
            description = "The digest that the proposal must have, or how it must begin.")
    private String digest = "";

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException {
        try (PoolClient opened = connection.open(Connection.ADMIN)) {
            PoolView pool = opened.client().getPool(opened.pool());
            long chosen = choose(pool.proposals().keySet());
            Proposal proposal = pool.proposals().get(chosen);
            if (proposal == null) {
                throw new UserError("expected --number to be that of an open proposal, found " + chosen + "; open are "
                        + pool.proposals().keySet());
            }
            if (!proposal.digest().hex().startsWith(digest)) {
                throw new UserError("expected proposal " + chosen + " to have the digest " + digest + ", found "
                        + proposal.digest().hex());
            }
            output.progress("approving proposal " + chosen + ", digest "
                    + proposal.digest().hex());
            PoolReport.changes(pool, proposal).forEach(output::progress);
            opened.client().approvePolicy(opened.pool(), chosen, proposal.digest());
            Governed.tell(output, opened, chosen, "approved");
        }
        return ExitCode.OK.number();
    }

    private long choose(Set<Long> open) throws UserError {
        if (number != null) {
            return number;
        }
        if (open.size() != 1) {
            throw new UserError(
                    "expected --number to name one of the open proposals, found no such option; open are " + open);
        }
        return open.iterator().next();
    }
}
