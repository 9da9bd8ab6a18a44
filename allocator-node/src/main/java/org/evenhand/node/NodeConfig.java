package org.evenhand.node;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.evenhand.core.model.Address;
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
 * @param work what it lets tasks do, and with whom it exchanges what they work on and make
 */
public record NodeConfig(
        PoolId pool,
        StreamId node,
        Access network,
        Resources capacity,
        Path dataFolder,
        Accounting accounting,
        Execution executor,
        NodePace pace,
        Work work) {
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

    /**
     * Real work.
     *
     * @param executors file with what the owner lets each class of tasks do; without it all classes are run by
     *     {@link NodeConfig#executor}
     * @param exchange where the node gives and takes content, if it does
     */
    public record Work(Optional<Path> executors, Optional<Exchange> exchange) {
        /** A node that only plays work. */
        public static final Work NONE = new Work(Optional.empty(), Optional.empty());

        boolean isEmpty() {
            return executors.isEmpty() && exchange.isEmpty();
        }
    }

    /**
     * A place to exchange content.
     *
     * @param listen where the node listens; port 0 for any
     * @param advertise where others reach it, if that is another address
     */
    public record Exchange(InetSocketAddress listen, Optional<Address> advertise) {
        public Exchange {
            boolean everywhere =
                    listen.getAddress() != null && listen.getAddress().isAnyLocalAddress();
            if (everywhere && advertise.isEmpty()) {
                throw new IllegalArgumentException(
                        "expected an address to advertise, since " + listen + " is none that others can use");
            }
        }
    }

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
