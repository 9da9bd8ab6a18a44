package org.evenhand.cli.pool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.Refusals;
import org.evenhand.cli.UserError;
import org.evenhand.cli.connect.Connection;
import org.evenhand.cli.connect.PoolClient;
import org.evenhand.cli.network.FolderNetwork;
import org.evenhand.cli.network.PoolDefaults;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.contract.PoolView;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evenhand pool create}. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = {
            "Propose the first policy of a new pool, as an admin of a member.",
            "It comes into force, and the pool into being, once every member has approved it: see 'pool approve'."
        },
        footer = {
            "",
            "Examples:",
            "  evenhand pool create --data my-network --pool edge --members Org1,Org2",
            "  evenhand pool create --data my-network --pool edge --policy policy.json --set target=6500"
        })
final class PoolCreateCommand implements Callable<Integer> {
    private static final long FIRST = 1;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    private PolicyOptions policy = new PolicyOptions();

    @Option(
            names = "--members",
            split = ",",
            paramLabel = "ORG",
            description = "The member organisations, by MSP id; in an embedded network by name, and by default all.")
    private List<String> members = List.of();

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException {
        try (PoolClient opened = connection.open(Connection.ADMIN)) {
            Policy proposed = policy.over(PoolDefaults.policy(members(opened)), List.of());
            Optional<PoolView> there = find(opened);
            if (there.flatMap(PoolView::adopted).isPresent()) {
                throw new UserError("expected a new pool, found " + opened.pool()
                        + ", which has a policy in force: 'evenhand pool policy --set' proposes a change");
            }
            opened.client().proposePolicy(opened.pool(), FIRST, proposed);
            Governed.tell(output, opened, FIRST, "proposed");
        }
        return ExitCode.OK.number();
    }

    private static Optional<PoolView> find(PoolClient opened) throws EvenhandException, InterruptedException {
        try {
            return Optional.of(opened.client().getPool(opened.pool()));
        } catch (EvenhandException e) {
            if (Refusals.is(e, RefusalCode.UNKNOWN_POOL)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private List<MspId> members(PoolClient opened) throws IOException, UserError {
        Optional<FolderNetwork> network = opened.target().embedded().isEmpty()
                ? Optional.empty()
                : Optional.of(FolderNetwork.running(opened.target().embedded().get()));
        if (members.isEmpty()) {
            return network.map(FolderNetwork::organisations)
                    .orElseThrow(() -> new UserError("expected --members to name the member organisations' MSP ids"));
        }
        List<MspId> found = new ArrayList<>();
        for (String member : members) {
            found.add(network.isPresent() ? network.get().organisation(member) : msp(member));
        }
        return found;
    }

    private static MspId msp(String member) throws UserError {
        try {
            return new MspId(member);
        } catch (IllegalArgumentException e) {
            throw new UserError("expected --members to be MSP ids, found " + member);
        }
    }
}
