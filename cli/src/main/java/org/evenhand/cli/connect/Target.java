package org.evenhand.cli.connect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.GatewaySettings;
import org.evenhand.client.connect.ClientIdentity;
import org.evenhand.client.connect.ConnectionProfile;
import org.evenhand.client.connect.PeerEndpoint;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.PoolId;

/**
 * A pool, and who calls it through which peer.
 *
 * @param pool the pool
 * @param msp the organisation that calls
 * @param identity folder with its certificate and key
 * @param profile its connection profile
 * @param peer the peer to call, or nothing for the profile's first
 * @param channel the channel's name
 * @param chaincode the contract's name on it
 * @param embedded the folder of the network, if it is an embedded one
 */
public record Target(
        PoolId pool,
        MspId msp,
        Path identity,
        Path profile,
        Optional<String> peer,
        String channel,
        String chaincode,
        Optional<Path> embedded) {

    /** Connects; it happens when the client is first used. Who asked for the client closes it. */
    public EvenhandClient connect() throws IOException {
        ConnectionProfile organisation = ConnectionProfile.read(profile);
        PeerEndpoint endpoint =
                peer.map(organisation::peer).orElse(organisation.peers().get(0));
        return EvenhandClient.builder()
                .identity(ClientIdentity.fromMsp(msp, identity))
                .settings(GatewaySettings.of(channel, chaincode))
                .peer(endpoint)
                .connect();
    }
}
