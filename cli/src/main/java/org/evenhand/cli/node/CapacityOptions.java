package org.evenhand.cli.node;

import java.util.Map;
import java.util.TreeMap;
import org.evenhand.cli.UserError;
import org.evenhand.core.model.Resources;
import picocli.CommandLine.Option;

/** What a node has. */
final class CapacityOptions {
    @Option(
            names = "--cpu",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Capacity in millicores. Default: ${DEFAULT-VALUE}")
    private long cpuMillicores;

    @Option(
            names = "--memory",
            paramLabel = "N",
            defaultValue = "1024",
            description = "Capacity in MiB. Default: ${DEFAULT-VALUE}")
    private long memoryMib;

    @Option(
            names = "--network",
            paramLabel = "N",
            defaultValue = "0",
            description = "Capacity in kbit/s. Default: ${DEFAULT-VALUE}")
    private long networkKbps;

    @Option(
            names = "--storage",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Capacity in operations per second. Default: ${DEFAULT-VALUE}")
    private long storageIops;

    @Option(
            names = "--resource",
            split = ",",
            paramLabel = "NAME=N",
            description = "Capacity in pieces of a resource that the pool's policy names, such as gpu=2.")
    private Map<String, Long> countables = new TreeMap<>();

    Resources capacity() throws UserError {
        try {
            Resources capacity = Resources.of(cpuMillicores, memoryMib, networkKbps, storageIops);
            for (Map.Entry<String, Long> countable : countables.entrySet()) {
                capacity = capacity.with(countable.getKey(), countable.getValue());
            }
            if (capacity.isEmpty()) {
                throw new UserError("expected a node to have some capacity, found none: see --cpu and --memory");
            }
            return capacity;
        } catch (IllegalArgumentException e) {
            throw new UserError("expected capacities to be 0 or more and resources to have names such as gpu, found "
                    + e.getMessage());
        }
    }
}
