package org.evenhand.network.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.evenhand.network.config.Endpoint;
import org.evenhand.network.msp.Role;
import org.evenhand.network.msp.SigningIdentity;
import org.hyperledger.fabric.client.Contract;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.SubmittedTransaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a network over time: restarts, losses, and others who want its folder. */
@Timeout(120)
class NetworkLifeTest {
    @Test
    void goes_on_where_it_stopped(@TempDir Path folder) throws Exception {
        Endpoint gateway;
        long height;
        byte[] issued;
        try (RunningNetwork first = RunningNetwork.start(folder)) {
            Contract contract = first.client("Org1MSP").contract(RunningNetwork.CHAINCODE);
            contract.submitTransaction("put", "kept", "before");
            gateway = first.network().organisation("Org1MSP").gateway();
            issued = first.network()
                    .organisation("Org2MSP")
                    .issueIdentity("node7", Role.CLIENT)
                    .certificate()
                    .getEncoded();
            height = first.network().height();
        }
        try (RunningNetwork second = RunningNetwork.start(folder)) {
            assertThat(second.network().height()).isEqualTo(height);
            assertThat(second.network().organisation("Org1MSP").gateway()).isEqualTo(gateway);
            SigningIdentity again = second.network().organisation("Org2MSP").issueIdentity("node7", Role.CLIENT);
            assertThat(again.certificate().getEncoded()).isEqualTo(issued);

            Contract contract = second.client("Org2MSP", again).contract(RunningNetwork.CHAINCODE);
            assertThat(contract.evaluateTransaction("get", "kept"))
                    .asString(UTF_8)
                    .isEqualTo("before");
            contract.submitTransaction("put", "kept", "after");
            assertThat(contract.evaluateTransaction("history", "kept"))
                    .asString(UTF_8)
                    .isEqualTo("after before");
        }
    }

    @Test
    void keeps_others_out_of_its_folder_while_it_runs(@TempDir Path folder) {
        try (RunningNetwork running = RunningNetwork.start(folder)) {
            NetworkOptions same = NetworkOptions.in(folder).build();

            assertThatThrownBy(() -> EmbeddedNetwork.start(same))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another embedded network is running in " + folder);
            assertThat(running.network().height()).isEqualTo(2);
        }
    }

    @Test
    void refuses_a_folder_that_holds_another_network(@TempDir Path folder) {
        NetworkOptions.Builder two = NetworkOptions.in(folder).organisations(List.of("Org1", "Org2"));
        EmbeddedNetwork.start(two.build()).close();

        assertThatThrownBy(() -> EmbeddedNetwork.start(NetworkOptions.in(folder).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Org1,Org2")
                .hasMessageContaining("Org1,Org2,Org3");
        assertThatThrownBy(() -> EmbeddedNetwork.start(two.channel("other").build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("evenhand");
    }

    @Test
    void commits_a_new_definition_when_the_version_changes(@TempDir Path folder) {
        Map<String, String> nowhere = Map.of("Org1MSP", "127.0.0.1:1", "Org2MSP", "127.0.0.1:1");
        for (String version : List.of("1", "1", "2")) {
            NetworkOptions options = NetworkOptions.in(folder)
                    .organisations(List.of("Org1", "Org2"))
                    .chaincode(ChaincodeDeployment.at("cc", version, nowhere))
                    .build();
            try (EmbeddedNetwork network = EmbeddedNetwork.start(options)) {
                assertThat(network.height()).isEqualTo(version.equals("1") ? 2 : 3);
            }
        }
    }

    @Test
    void gives_the_folder_free_when_it_cannot_start(@TempDir Path folder) {
        NetworkOptions broken = NetworkOptions.in(folder)
                .chaincode(ChaincodeDeployment.startedBy("cc", "1", mspId -> {
                    throw new IllegalStateException("no chaincode for " + mspId);
                }))
                .build();

        assertThatThrownBy(() -> EmbeddedNetwork.start(broken))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no chaincode for Org1MSP");

        try (RunningNetwork running = RunningNetwork.start(folder)) {
            assertThat(running.network().organisations()).hasSize(3);
        }
    }

    @Test
    void endorses_without_an_organisation_whose_chaincode_is_gone(@TempDir Path folder) throws Exception {
        try (RunningNetwork running =
                RunningNetwork.start(folder, options -> options.executeTimeout(Duration.ofMillis(500)))) {
            Contract org1 = running.client("Org1MSP").contract(RunningNetwork.CHAINCODE);
            Contract org3 = running.client("Org3MSP").contract(RunningNetwork.CHAINCODE);
            org1.submitTransaction("put", "a", "1");

            running.instance("Org3MSP").close();

            for (int i = 0; i < 3; i++) {
                org1.submitTransaction("put", "a" + i, "1");
            }
            EndorseException refusal =
                    catchThrowableOfType(EndorseException.class, () -> org3.submitTransaction("put", "b", "1"));
            assertThat(refusal.getDetails()).anySatisfy(detail -> {
                assertThat(detail.getMspId()).isEqualTo("Org3MSP");
                assertThat(detail.getMessage()).contains("error in simulation");
            });
            assertThat(org3.evaluateTransaction("get", "a")).asString(UTF_8).isEqualTo("1");

            running.instance("Org3MSP").serve();

            assertThat(retry(() -> org3.submitTransaction("put", "b", "2")))
                    .asString(UTF_8)
                    .isEqualTo("2");
        }
    }

    @Test
    void batches_like_a_fabric_orderer_when_it_is_told_to(@TempDir Path folder) throws Exception {
        try (RunningNetwork running = RunningNetwork.start(
                folder,
                options -> options.cutWhenIdle(false).maxMessageCount(3).batchTimeout(Duration.ofSeconds(30)))) {
            Contract contract = running.client("Org1MSP").contract(RunningNetwork.CHAINCODE);
            List<SubmittedTransaction> submitted = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                submitted.add(contract.newProposal("put")
                        .addArguments("k" + i, "v")
                        .build()
                        .endorse()
                        .submitAsync());
            }

            for (SubmittedTransaction transaction : submitted) {
                assertThat(transaction.getStatus().getBlockNumber()).isEqualTo(2);
            }
        }
    }

    @Test
    void writes_connection_profiles_in_the_shape_of_the_test_networks(@TempDir Path folder) throws Exception {
        try (RunningNetwork running = RunningNetwork.start(folder)) {
            EmbeddedOrganisation organisation = running.network().organisation("Org2MSP");

            String profile = Files.readString(organisation.connectionProfile());

            assertThat(organisation.connectionProfile()).isEqualTo(folder.resolve("connection-org2.json"));
            assertThat(profile)
                    .contains("\"mspid\" : \"Org2MSP\"")
                    .contains("\"url\" : \"grpcs://" + organisation.gateway() + "\"")
                    .contains("\"ssl-target-name-override\" : \"peer0.org2.example.com\"")
                    .contains("-----BEGIN CERTIFICATE-----");
            assertThat(organisation.cryptoFolder().resolve("users/User1@org2.example.com/msp/signcerts"))
                    .isDirectory();
        }
    }

    /** The chaincode is dialled again in its own time. */
    private static byte[] retry(Submission submission) throws Exception {
        while (true) {
            try {
                return submission.submit();
            } catch (EndorseException e) {
                // Ended by the test's timeout.
                Thread.onSpinWait();
            }
        }
    }

    @FunctionalInterface
    private interface Submission {
        byte[] submit() throws Exception;
    }
}
