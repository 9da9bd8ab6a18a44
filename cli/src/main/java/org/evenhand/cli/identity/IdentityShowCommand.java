package org.evenhand.cli.identity;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.cli.connect.Connection;
import org.evenhand.cli.connect.Target;
import org.evenhand.cli.output.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code evenhand identity show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Show who a command would act as: organisation, subject, expiry, and the SHA-256 of the public key.",
            "By that key the ledger knows the owner of a stream. The private key is not shown."
        },
        footer = {
            "",
            "Examples:",
            "  evenhand identity show --data my-network --org Org2 --as node-1",
            "  evenhand identity show --profile connection-org1.json --identity node-1/msp"
        })
final class IdentityShowCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private Connection connection = new Connection();

    @Override
    public Integer call() throws IOException, UserError {
        Target target = connection.target(Connection.ADMIN);
        Identities.tell(output, target.msp(), target.identity());
        return ExitCode.OK.number();
    }
}
