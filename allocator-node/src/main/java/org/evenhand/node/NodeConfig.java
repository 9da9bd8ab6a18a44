package org.evenhand.node;

import java.nio.file.Path;
import java.util.Optional;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;

/**
 * The settings of a node that is a process of its own.
 *
 * @param pool the pool it is a node of
 * @param node its name, {@code Org1MSP.node-1}: organisation and stream
 * @param network how it reaches the ledger
 * @param capacity what it has
 * @param dataFolder where it keeps its checkpoint and scratch files
 * @param accounting whose load it reports
 * @param executor what runs its tasks
 * @param pace how eager it is
 */
public record NodeConfig(
        PoolId pool,
        StreamId node,
        Access network,
        Resources capacity,
        Path dataFolder,
        Accounting accounting,
        Execution executor,
        NodePace pace) {
    /** Whose load a node reports. */
    public enum Accounting {
        /** The machine's, as the operating system sees it: the node has the machine to itself. */
        MACHINE,
        /** What its own tasks use: several nodes share the machine. */
        PROCESS_SHARE
    }

    /** What runs a node's tasks. */
    public enum Execution {
        /** Really uses what a class says. */
        WORKLOAD,
        /** Only lets time pass. */
        TIME_PASSING
    }

    /**
     * How a node reaches the ledger.
     *
     * @param channel the channel's name
     * @param chaincode the contract's name on it
     * @param profile file of the organisation's connection profile
     * @param peer the peer to use, or nothing for the profile's first
     * @param identity folder with the node's certificate and key, as Fabric's tools lay it out
     */
    public record Access(String channel, String chaincode, Path profile, Optional<String> peer, Path identity) {}

    public NodeConfig {
        if (capacity.isEmpty()) {
            throw new IllegalArgumentException("a node has some capacity");
        }
    }

    /** The organisation whose node it is. */
    public MspId msp() {
        return node.msp();
    }
}
