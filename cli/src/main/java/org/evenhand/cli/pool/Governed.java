package org.evenhand.cli.pool;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.evenhand.cli.connect.PoolClient;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.contract.PoolView;
import org.evenhand.core.contract.Proposal;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.MspId;

/** What has become of a proposal after an admin's word. */
final class Governed {
    private Governed() {}

    static void tell(OutputOptions output, PoolClient opened, long number, String done)
            throws EvenhandException, InterruptedException {
        PoolView pool = opened.client().getPool(opened.pool());
        boolean inForce =
                pool.adopted().map(adopted -> adopted.number() == number).orElse(false);
        Optional<Proposal> proposal = Optional.ofNullable(pool.proposals().get(number));
        Json.ObjectBuilder object = Json.object()
                .put("pool", opened.pool().name())
                .put("number", number)
                .put("inForce", new Json.Bool(inForce));
        proposal.ifPresent(open -> object.put("digest", open.digest().hex())
                .put(
                        "approvals",
                        Json.of(open.approvals().stream().map(MspId::toJson).toList())));
        String what = "policy " + number + " of pool " + opened.pool() + " is " + done;
        output.result(
                object.build(),
                inForce
                        ? List.of(what + ", and in force")
                        : List.of(
                                what + ", and waits for others",
                                proposal.map(Governed::state).orElse("another policy came into force meanwhile"),
                                next(opened, number)));
    }

    private static String next(PoolClient opened, long number) {
        return "next: evenhand pool approve --pool " + opened.pool() + " --number " + number
                + ", as an admin of each of them";
    }

    private static String state(Proposal open) {
        return "digest " + open.digest().hex() + ", approved by "
                + open.approvals().stream().map(MspId::id).collect(Collectors.joining(", "));
    }
}
