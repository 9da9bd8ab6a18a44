package org.evenhand.cli.pool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.cli.connect.Connection;
import org.evenhand.cli.connect.PoolClient;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.contract.AdoptedPolicy;
import org.evenhand.core.contract.PoolView;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evenhand pool policy}. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = {
            "Show the policy in force and what is proposed, or propose a change, as an admin of a member.",
            "A change comes into force once more than half of the members have approved it."
        },
        footer = {
            "",
            "Examples:",
            "  evenhand pool policy --data my-network",
            "  evenhand pool policy --data my-network --set target=6500,high=8000"
        })
final class PoolPolicyCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    private PolicyOptions policy = new PolicyOptions();

    @Option(
            names = "--members",
            split = ",",
            paramLabel = "MSP",
            description = "Propose other members, all of them by MSP id.")
    private List<String> members = List.of();

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException {
        try (PoolClient opened = connection.open(Connection.ADMIN)) {
            PoolView pool = opened.client().getPool(opened.pool());
            if (policy.isGiven() || !members.isEmpty()) {
                propose(opened, pool);
            } else {
                output.result(PoolReport.toJson(pool), PoolReport.toText(pool));
            }
        }
        return ExitCode.OK.number();
    }

    private void propose(PoolClient opened, PoolView pool) throws UserError, EvenhandException, InterruptedException {
        AdoptedPolicy inForce = pool.adopted()
                .orElseThrow(() -> new UserError("expected a pool with a policy in force, found " + opened.pool()
                        + ": its members must approve the first one"));
        Policy proposed = policy.over(inForce.policy(), memberIds());
        if (proposed.equals(inForce.policy())) {
            throw new UserError("expected a change, found the policy that is in force");
        }
        long last =
                pool.proposals().isEmpty() ? inForce.number() : pool.proposals().lastKey();
        opened.client().proposePolicy(opened.pool(), last + 1, proposed);
        Governed.tell(output, opened, last + 1, "proposed");
    }

    private List<MspId> memberIds() throws UserError {
        List<MspId> ids = new ArrayList<>();
        for (String member : members) {
            try {
                ids.add(new MspId(member));
            } catch (IllegalArgumentException e) {
                throw new UserError("expected --members to be MSP ids, found " + member);
            }
        }
        return ids;
    }
}
