package org.evenhand.cli.network;

import java.util.List;
import org.evenhand.cli.UserError;
import org.evenhand.cli.config.Settings;
import org.evenhand.cli.config.Source;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How many organisations an embedded network has. */
public final class OrganisationsOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--orgs",
            paramLabel = "N",
            defaultValue = "3",
            description = "Organisations, " + LocalNetwork.ORGANISATIONS_MIN + " to " + LocalNetwork.ORGANISATIONS_MAX
                    + ". Default: ${DEFAULT-VALUE}")
    private int number;

    /** How many; checked. */
    public int number() throws UserError {
        if (number < LocalNetwork.ORGANISATIONS_MIN || number > LocalNetwork.ORGANISATIONS_MAX) {
            throw new UserError("expected --orgs within [" + LocalNetwork.ORGANISATIONS_MIN + ", "
                    + LocalNetwork.ORGANISATIONS_MAX + "], found " + number);
        }
        return number;
    }

    /** Their names. */
    public List<String> names() throws UserError {
        return LocalNetwork.names(number());
    }

    /** Whether the user said how many. */
    boolean isGiven() {
        return Settings.sourceOf(command, "--orgs") != Source.DEFAULT;
    }
}
