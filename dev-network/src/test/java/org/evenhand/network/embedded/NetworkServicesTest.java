package org.evenhand.network.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.evenhand.network.chaincode.ChaincodeAddress;
import org.evenhand.network.config.ChannelProfile;
import org.evenhand.network.config.Endpoint;
import org.evenhand.network.config.GenesisBlock;
import org.evenhand.network.crypto.CryptoMaterial;
import org.evenhand.network.crypto.OrganisationMaterial;
import org.evenhand.network.testing.KeyValueChaincode;
import org.evenhand.network.testing.MemoryLedger;
import org.evenhand.network.testing.SdkClient;
import org.evenhand.network.testing.ShimServer;
import org.hyperledger.fabric.client.Contract;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.protos.peer.ApplicationPolicy;
import org.hyperledger.fabric.protos.peer.lifecycle.ChaincodeEndorsementInfo;
import org.hyperledger.fabric.protos.peer.lifecycle.ChaincodeValidationInfo;
import org.hyperledger.fabric.protos.peer.lifecycle.StateData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NetworkServicesTest {
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Map<String, Endpoint> endpoints = new HashMap<>();
    private CryptoMaterial crypto;
    private MemoryLedger ledger;

    @BeforeEach
    void start(@TempDir Path folder) {
        NetworkFolder home = NetworkFolder.open(folder, "ch", List.of("Org1", "Org2", "Org3"));
        opened.add(0, home);
        crypto = CryptoMaterial.open(home.crypto(), List.of("Org1", "Org2", "Org3"));
        Map<String, ChaincodeAddress> addresses = new HashMap<>();
        for (OrganisationMaterial organisation : crypto.organisations()) {
            endpoints.put(organisation.mspId(), new Endpoint("127.0.0.1", home.peerPort(endpoints.size())));
            ShimServer server = ShimServer.start(new KeyValueChaincode(organisation.mspId()));
            opened.add(0, server);
            addresses.put(organisation.mspId(), ChaincodeAddress.parse(server.address()));
        }
        ledger = new MemoryLedger(GenesisBlock.of(
                ChannelProfile.standard("ch", new Endpoint("127.0.0.1", home.ordererPort()), endpoints), crypto));
        define("cc");
        opened.add(
                0,
                NetworkServices.start(
                        NetworkOptions.in(folder).channel("ch").build(),
                        crypto,
                        ledger,
                        Map.of("cc", addresses),
                        endpoints));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    @Test
    void submits_and_evaluates() throws Exception {
        Contract contract = client(0).contract("cc");

        assertThat(contract.submitTransaction("put", "a", "1")).asString(UTF_8).isEqualTo("1");
        assertThat(contract.evaluateTransaction("get", "a")).asString(UTF_8).isEqualTo("1");
        assertThat(ledger.height()).isEqualTo(2);
    }

    @Test
    void reports_a_refusal_with_the_chaincodes_message() {
        EndorseException refusal = catchThrowableOfType(
                EndorseException.class, () -> client(1).contract("cc").submitTransaction("refuse", "not today"));

        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(refusal.getDetails().get(0).getMessage()).isEqualTo("chaincode response 500, not today");
        assertThat(refusal.getDetails().get(0).getMspId()).isEqualTo("Org2MSP");
    }

    private SdkClient client(int organisation) {
        OrganisationMaterial material = crypto.organisations().get(organisation);
        Endpoint endpoint = endpoints.get(material.mspId());
        SdkClient client = SdkClient.connect(endpoint, material.tls().authority(), material.user(), "ch");
        opened.add(0, client);
        return client;
    }

    private void define(String chaincode) {
        String fields = "namespaces/fields/" + chaincode + "/";
        ledger.seed(
                "_lifecycle",
                fields + "Sequence",
                StateData.newBuilder().setInt64(1).build().toByteString());
        ledger.seed(
                "_lifecycle",
                fields + "EndorsementInfo",
                StateData.newBuilder()
                        .setBytes(ChaincodeEndorsementInfo.newBuilder()
                                .setVersion("1")
                                .build()
                                .toByteString())
                        .build()
                        .toByteString());
        ledger.seed(
                "_lifecycle",
                fields + "ValidationInfo",
                StateData.newBuilder()
                        .setBytes(ChaincodeValidationInfo.newBuilder()
                                .setValidationParameter(ApplicationPolicy.newBuilder()
                                        .setChannelConfigPolicyReference("/Channel/Application/Endorsement")
                                        .build()
                                        .toByteString())
                                .build()
                                .toByteString())
                        .build()
                        .toByteString());
    }
}
