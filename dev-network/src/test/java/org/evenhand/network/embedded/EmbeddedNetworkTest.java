package org.evenhand.network.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.evenhand.network.crypto.CryptoMaterial;
import org.evenhand.network.testing.SdkClient;
import org.hyperledger.fabric.client.ChaincodeEvent;
import org.hyperledger.fabric.client.Checkpoint;
import org.hyperledger.fabric.client.CloseableIterator;
import org.hyperledger.fabric.client.CommitException;
import org.hyperledger.fabric.client.Contract;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.SubmittedTransaction;
import org.hyperledger.fabric.client.Transaction;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockchainInfo;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.FilteredBlock;
import org.hyperledger.fabric.protos.peer.ProcessedTransaction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The unmodified SDK and the unmodified shim, with the embedded network between them. */
@Timeout(60)
class EmbeddedNetworkTest {
    private static RunningNetwork running;

    @BeforeAll
    static void start(@TempDir Path folder) {
        running = RunningNetwork.start(folder);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void commits_what_one_organisation_submits_so_that_another_reads_it() throws Exception {
        byte[] result = contract("Org1MSP").submitTransaction("put", "shared", "from Org1");

        assertThat(result).asString(UTF_8).isEqualTo("from Org1");
        assertThat(contract("Org3MSP").evaluateTransaction("get", "shared"))
                .asString(UTF_8)
                .isEqualTo("from Org1");
    }

    @Test
    void collects_no_more_endorsements_than_a_majority_and_spreads_them_over_the_others() throws Exception {
        Set<String> others = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            SubmittedTransaction transaction = submit("Org1MSP", "put", "spread" + i, "x");
            List<String> endorsers = endorsers(transaction);
            assertThat(endorsers).hasSize(2).contains("Org1MSP");
            endorsers.forEach(others::add);
        }

        assertThat(others).containsExactlyInAnyOrder("Org1MSP", "Org2MSP", "Org3MSP");
    }

    @Test
    void lets_the_client_choose_the_endorsing_organisations() throws Exception {
        SubmittedTransaction transaction = contract("Org1MSP")
                .newProposal("put")
                .addArguments("chosen", "x")
                .setEndorsingOrganizations("Org2MSP", "Org3MSP")
                .build()
                .endorse()
                .submitAsync();

        assertThat(transaction.getStatus().isSuccessful()).isTrue();
        assertThat(endorsers(transaction)).containsExactlyInAnyOrder("Org2MSP", "Org3MSP");
    }

    @Test
    void marks_a_transaction_with_too_few_endorsements_invalid() throws Exception {
        SubmittedTransaction transaction = contract("Org1MSP")
                .newProposal("put")
                .addArguments("too-few", "x")
                .setEndorsingOrganizations("Org1MSP")
                .build()
                .endorse()
                .submitAsync();

        assertThat(transaction.getStatus().getCode()).isEqualTo(TxValidationCode.ENDORSEMENT_POLICY_FAILURE);
        assertThat(contract("Org1MSP").evaluateTransaction("get", "too-few")).isEmpty();
    }

    @Test
    void reports_a_read_conflict_as_such() throws Exception {
        Contract contract = contract("Org1MSP");
        contract.submitTransaction("increment", "contended");
        Transaction first = contract.newProposal("increment")
                .addArguments("contended")
                .build()
                .endorse();
        Transaction second = contract.newProposal("increment")
                .addArguments("contended")
                .build()
                .endorse();

        first.submit();
        CommitException conflict = catchThrowableOfType(CommitException.class, second::submit);

        assertThat(conflict.getCode()).isEqualTo(TxValidationCode.MVCC_READ_CONFLICT);
        assertThat(conflict.getTransactionId()).isEqualTo(second.getTransactionId());
        assertThat(contract.evaluateTransaction("get", "contended"))
                .asString(UTF_8)
                .isEqualTo("2");
    }

    @Test
    void gives_a_submitting_client_the_chaincodes_refusal() {
        EndorseException refusal = catchThrowableOfType(
                EndorseException.class, () -> contract("Org2MSP").submitTransaction("refuse", "{\"code\":\"no\"}"));

        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(refusal.getDetails()).anySatisfy(detail -> {
            assertThat(detail.getMessage()).isEqualTo("chaincode response 500, {\"code\":\"no\"}");
            assertThat(detail.getMspId()).isEqualTo("Org2MSP");
            assertThat(detail.getAddress())
                    .isEqualTo(
                            running.network().organisation("Org2MSP").gateway().toString());
        });
    }

    @Test
    void gives_an_evaluating_client_the_chaincodes_refusal() {
        GatewayException refusal = catchThrowableOfType(
                GatewayException.class, () -> contract("Org2MSP").evaluateTransaction("refuse", "no"));

        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
        assertThat(refusal.getStatus().getDescription())
                .isEqualTo("evaluate call to endorser returned error: chaincode response 500, no");
    }

    @Test
    void refuses_to_endorse_when_organisations_disagree() {
        EndorseException refusal = catchThrowableOfType(
                EndorseException.class, () -> contract("Org1MSP").submitTransaction("putWhoAmI"));

        assertThat(refusal.getDetails()).isNotEmpty().allSatisfy(detail -> assertThat(detail.getMessage())
                .isEqualTo("ProposalResponsePayloads do not match"));
    }

    @Test
    void says_so_when_nobody_runs_the_chaincode() {
        Contract unknown = running.client("Org1MSP").contract("nothing");

        EndorseException submitted =
                catchThrowableOfType(EndorseException.class, () -> unknown.submitTransaction("put", "a", "b"));
        GatewayException evaluated =
                catchThrowableOfType(GatewayException.class, () -> unknown.evaluateTransaction("get", "a"));

        assertThat(submitted.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(submitted.getStatus().getDescription()).startsWith("no combination of peers can be derived");
        assertThat(evaluated.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    }

    @Test
    void commits_what_was_decided_over_a_range_of_more_than_a_batch() throws Exception {
        Contract contract = contract("Org1MSP");
        contract.submitTransaction("putAll", "range-", "230");

        byte[] keys = contract.submitTransaction("range", "range-", "range-99999");

        assertThat(new String(keys, UTF_8).split(" "))
                .hasSize(230)
                .startsWith("range-00000")
                .endsWith("range-00229");
    }

    @Test
    void tells_a_keys_history_from_the_newest_to_the_oldest() throws Exception {
        Contract contract = contract("Org1MSP");
        contract.submitTransaction("put", "past", "one");
        contract.submitTransaction("put", "past", "two");
        contract.submitTransaction("delete", "past");

        assertThat(contract.evaluateTransaction("history", "past"))
                .asString(UTF_8)
                .isEqualTo("deleted two one");
    }

    @Test
    void streams_a_chaincodes_events_from_where_the_client_left_off() throws Exception {
        SdkClient client = running.client("Org2MSP");
        Contract contract = client.contract(RunningNetwork.CHAINCODE);
        SubmittedTransaction first = submit("Org2MSP", "notify", "first", "1");
        submit("Org2MSP", "notify", "second", "2");
        long firstBlock = first.getStatus().getBlockNumber();

        try (CloseableIterator<ChaincodeEvent> events = client.network()
                .newChaincodeEventsRequest(RunningNetwork.CHAINCODE)
                .startBlock(firstBlock)
                .build()
                .getEvents()) {
            ChaincodeEvent event = events.next();
            assertThat(event.getEventName()).isEqualTo("first");
            assertThat(event.getPayload()).asString(UTF_8).isEqualTo("1");
            assertThat(event.getTransactionId()).isEqualTo(first.getTransactionId());
            assertThat(event.getBlockNumber()).isEqualTo(firstBlock);
            assertThat(events.next().getEventName()).isEqualTo("second");

            contract.submitTransaction("notify", "third", "3");
            assertThat(events.next().getEventName()).isEqualTo("third");
        }
        try (CloseableIterator<ChaincodeEvent> events = client.network()
                .newChaincodeEventsRequest(RunningNetwork.CHAINCODE)
                .checkpoint(new AfterTransaction(firstBlock, first.getTransactionId()))
                .build()
                .getEvents()) {
            assertThat(events.next().getEventName()).isEqualTo("second");
        }
    }

    @Test
    void keeps_the_events_of_invalid_transactions_back() throws Exception {
        SdkClient client = running.client("Org1MSP");
        SubmittedTransaction invalid = client.contract(RunningNetwork.CHAINCODE)
                .newProposal("notify")
                .addArguments("invalid", "x")
                .setEndorsingOrganizations("Org1MSP")
                .build()
                .endorse()
                .submitAsync();
        assertThat(invalid.getStatus().isSuccessful()).isFalse();
        submit("Org1MSP", "notify", "valid", "y");

        try (CloseableIterator<ChaincodeEvent> events = client.network()
                .newChaincodeEventsRequest(RunningNetwork.CHAINCODE)
                .startBlock(invalid.getStatus().getBlockNumber())
                .build()
                .getEvents()) {
            assertThat(events.next().getEventName()).isEqualTo("valid");
        }
    }

    @Test
    void delivers_blocks_whole_and_filtered() throws Exception {
        SubmittedTransaction transaction = submit("Org3MSP", "notify", "seen", "secret");
        long number = transaction.getStatus().getBlockNumber();
        SdkClient client = running.client("Org3MSP");

        try (CloseableIterator<Block> blocks =
                client.network().newBlockEventsRequest().startBlock(0).build().getEvents()) {
            for (long expected = 0; expected <= number; expected++) {
                assertThat(blocks.next().getHeader().getNumber()).isEqualTo(expected);
            }
        }
        try (CloseableIterator<FilteredBlock> blocks = client.network()
                .newFilteredBlockEventsRequest()
                .startBlock(number)
                .build()
                .getEvents()) {
            FilteredBlock block = blocks.next();
            assertThat(block.getChannelId()).isEqualTo("evenhand");
            assertThat(block.getFilteredTransactionsList()).anySatisfy(filtered -> {
                assertThat(filtered.getTxid()).isEqualTo(transaction.getTransactionId());
                assertThat(filtered.getTxValidationCode()).isEqualTo(TxValidationCode.VALID);
                var event =
                        filtered.getTransactionActions().getChaincodeActions(0).getChaincodeEvent();
                assertThat(event.getEventName()).isEqualTo("seen");
                assertThat(event.getPayload()).isEqualTo(ByteString.EMPTY);
            });
        }
    }

    @Test
    void answers_questions_about_the_chain() throws Exception {
        SubmittedTransaction transaction = submit("Org1MSP", "put", "asked", "x");
        String txId = transaction.getTransactionId();
        long number = transaction.getStatus().getBlockNumber();
        Contract qscc = running.client("Org1MSP").contract("qscc");

        BlockchainInfo info = BlockchainInfo.parseFrom(qscc.evaluateTransaction("GetChainInfo", "evenhand"));
        Block block = Block.parseFrom(qscc.evaluateTransaction("GetBlockByNumber", "evenhand", Long.toString(number)));
        Block byTransaction = Block.parseFrom(qscc.evaluateTransaction("GetBlockByTxID", "evenhand", txId));
        Block byHash = Block.parseFrom(qscc.newProposal("GetBlockByHash")
                .addArguments(
                        "evenhand".getBytes(UTF_8), info.getCurrentBlockHash().toByteArray())
                .build()
                .evaluate());
        ProcessedTransaction processed =
                ProcessedTransaction.parseFrom(qscc.evaluateTransaction("GetTransactionByID", "evenhand", txId));

        assertThat(info.getHeight()).isGreaterThan(number);
        assertThat(block.getHeader().getNumber()).isEqualTo(number);
        assertThat(byTransaction).isEqualTo(block);
        assertThat(byHash.getHeader().getNumber()).isEqualTo(info.getHeight() - 1);
        assertThat(processed.getValidationCode()).isEqualTo(TxValidationCode.VALID_VALUE);
        assertThat(processed.getTransactionEnvelope().toByteString())
                .isIn(block.getData().getDataList());
        assertThatThrownBy(() -> qscc.evaluateTransaction("GetBlockByNumber", "evenhand", "100000"))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("Failed to get block number 100000");
    }

    @Test
    void turns_strangers_away(@TempDir Path elsewhere) {
        var stranger = CryptoMaterial.open(elsewhere.resolve("crypto"), List.of("Org1", "Org2"))
                .organisations()
                .get(0)
                .user();
        SdkClient client = running.client("Org1MSP", stranger);

        EndorseException refusal =
                catchThrowableOfType(EndorseException.class, () -> client.contract(RunningNetwork.CHAINCODE)
                        .submitTransaction("put", "a", "b"));

        assertThat(refusal.getDetails().get(0).getMessage()).contains("access denied");
    }

    private static Contract contract(String mspId) {
        return running.client(mspId).contract(RunningNetwork.CHAINCODE);
    }

    private static SubmittedTransaction submit(String mspId, String function, String... arguments) throws Exception {
        SubmittedTransaction transaction = contract(mspId)
                .newProposal(function)
                .addArguments(arguments)
                .build()
                .endorse()
                .submitAsync();
        assertThat(transaction.getStatus().isSuccessful()).isTrue();
        return transaction;
    }

    private static List<String> endorsers(SubmittedTransaction transaction) throws Exception {
        byte[] found = running.client("Org1MSP")
                .contract("qscc")
                .evaluateTransaction("GetTransactionByID", "evenhand", transaction.getTransactionId());
        Envelope envelope = ProcessedTransaction.parseFrom(found).getTransactionEnvelope();
        var parsed = org.hyperledger.fabric.protos.peer.Transaction.parseFrom(
                Payload.parseFrom(envelope.getPayload()).getData());
        List<Endorsement> endorsements = ChaincodeActionPayload.parseFrom(
                        parsed.getActions(0).getPayload())
                .getAction()
                .getEndorsementsList();
        List<String> mspIds = new ArrayList<>();
        for (Endorsement endorsement : endorsements) {
            mspIds.add(SerializedIdentity.parseFrom(endorsement.getEndorser()).getMspid());
        }
        return mspIds;
    }

    private record AfterTransaction(long block, String transaction) implements Checkpoint {
        @Override
        public OptionalLong getBlockNumber() {
            return OptionalLong.of(block);
        }

        @Override
        public Optional<String> getTransactionId() {
            return Optional.of(transaction);
        }
    }
}
