package org.evenhand.network.embedded;

import java.util.Map;
import java.util.function.Function;
import org.evenhand.network.chaincode.ChaincodeAddress;

/**
 * A chaincode that the network shall run, under the channel's endorsement policy: a majority of the organisations. It
 * runs as a service, one instance per organisation, wherever and in whatever language.
 *
 * @param name the chaincode's name, which is also the namespace of its state.
 * @param version the version in its definition; another one than on the ledger makes a new definition.
 * @param address MSP id to where that organisation's instance listens. Called once per organisation at each start, by
 *     one thread after the other; it may start the instance. What it throws makes the network's start fail.
 */
public record ChaincodeDeployment(String name, String version, Function<String, ChaincodeAddress> address) {
    /** Refuses empty names. */
    public ChaincodeDeployment {
        if (name.isEmpty() || version.isEmpty()) {
            throw new IllegalArgumentException("a chaincode needs a name and a version");
        }
    }

    /**
     * A chaincode whose instances are there already, or will be.
     *
     * @param addresses MSP id to {@code host:port}.
     */
    public static ChaincodeDeployment at(String name, String version, Map<String, String> addresses) {
        return startedBy(name, version, mspId -> {
            String address = addresses.get(mspId);
            if (address == null) {
                throw new IllegalArgumentException("no address of chaincode " + name + " for " + mspId);
            }
            return address;
        });
    }

    /**
     * A chaincode whose instances are started with the network.
     *
     * @param start MSP id to {@code host:port}; whoever starts an instance also ends it.
     */
    public static ChaincodeDeployment startedBy(String name, String version, Function<String, String> start) {
        return new ChaincodeDeployment(name, version, start.andThen(ChaincodeAddress::parse));
    }
}
