package org.evenhand.cli.identity;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.cli.network.DataOption;
import org.evenhand.cli.network.FolderNetwork;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.core.model.MspId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evenhand identity create}. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = {
            "Make an identity of an organisation of an embedded network, for a node or a client.",
            "In a real network identities come from the organisation's certificate authority."
        },
        footer = {"", "Example:  evenhand identity create --data my-network --org Org2 render-desk"})
final class IdentityCreateCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--org",
            paramLabel = "ORG",
            defaultValue = "Org1",
            description = "Whose identity it is. Default: ${DEFAULT-VALUE}")
    private String organisation = "Org1";

    @Parameters(paramLabel = "NAME", description = "Its name: letters, digits, dots and hyphens.")
    private String name = "";

    @Override
    public Integer call() throws IOException, UserError {
        FolderNetwork network = FolderNetwork.running(data.folder());
        MspId msp = network.organisation(organisation);
        if (network.identities(msp).contains(name)) {
            throw new UserError("expected a new name, found " + name + ", of which " + msp + " has an identity");
        }
        Identities.tell(output, msp, network.identity(msp, name));
        return ExitCode.OK.number();
    }
}
