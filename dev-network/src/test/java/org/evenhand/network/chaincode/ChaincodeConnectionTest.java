package org.evenhand.network.chaincode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.evenhand.network.simulation.Simulator;
import org.evenhand.network.testing.KeyValueChaincode;
import org.evenhand.network.testing.MapState;
import org.evenhand.network.testing.ShimServer;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.peer.ChaincodeInput;
import org.hyperledger.fabric.protos.peer.Proposal;
import org.hyperledger.fabric.protos.peer.SignedProposal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChaincodeConnectionTest {
    private static final Duration PATIENT = Duration.ofSeconds(10);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final MapState state = new MapState();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
        timer.shutdownNow();
    }

    @Test
    void runs_a_transaction_and_notes_what_it_reads_and_writes() throws Exception {
        ChaincodeConnection connection = connect(serve(new KeyValueChaincode()), PATIENT);
        Simulator simulator = new Simulator(state.with("n", "41", 2), "tx");

        ChaincodeResult result = run(connection, "tx", simulator, "increment", "n");

        assertThat(result.response().getStatus()).isEqualTo(200);
        assertThat(result.response().getPayload().toStringUtf8()).isEqualTo("42");
        assertThat(simulator.results().toStringUtf8()).contains("n").contains("42");
    }

    @Test
    void runs_many_transactions_over_one_stream_at_the_same_time() {
        ChaincodeConnection connection = connect(serve(new KeyValueChaincode()), PATIENT);

        List<CompletableFuture<ChaincodeResult>> results = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String key = "k" + i;
            results.add(connection.invoke(invocation(
                    "tx" + i, new Simulator(new MapState().with(key, "value of " + key, 0), "tx"), "get", key)));
        }

        for (int i = 0; i < 200; i++) {
            assertThat(results.get(i).join().response().getPayload().toStringUtf8())
                    .isEqualTo("value of k" + i);
        }
    }

    @Test
    void hands_out_ranges_of_more_than_one_batch() throws Exception {
        ChaincodeConnection connection = connect(serve(new KeyValueChaincode()), PATIENT);
        for (int i = 0; i < 250; i++) {
            state.with(String.format("k%03d", i), "v", i);
        }

        ChaincodeResult result = run(connection, "tx", new Simulator(state, "tx"), "range", "k000", "k230");

        assertThat(result.response().getPayload().toStringUtf8().split(" "))
                .hasSize(230)
                .startsWith("k000")
                .endsWith("k229");
    }

    @Test
    void hands_out_exactly_one_batch_without_promising_more() throws Exception {
        ChaincodeConnection connection = connect(serve(new KeyValueChaincode()), PATIENT);
        for (int i = 0; i < QueryPages.BATCH_RESULTS; i++) {
            state.with(String.format("k%03d", i), "v", i);
        }

        ChaincodeResult result = run(connection, "tx", new Simulator(state, "tx"), "range", "", "");

        assertThat(result.response().getPayload().toStringUtf8().split(" ")).hasSize(QueryPages.BATCH_RESULTS);
    }

    @Test
    void hands_out_a_page_with_the_bookmark_of_the_next() throws Exception {
        ChaincodeConnection connection = connect(serve(new KeyValueChaincode()), PATIENT);
        state.with("a", "1", 0).with("b", "2", 1).with("c", "3", 2);

        ChaincodeResult first = run(connection, "t1", new Simulator(state, "t1"), "page", "", "", "2", "");
        ChaincodeResult second = run(connection, "t2", new Simulator(state, "t2"), "page", "", "", "2", "c");

        assertThat(first.response().getPayload().toStringUtf8()).isEqualTo("a b | c");
        assertThat(second.response().getPayload().toStringUtf8()).isEqualTo("c | ");
    }

    @Test
    void hands_on_a_refusal_with_its_message() throws Exception {
        ChaincodeConnection connection = connect(serve(new KeyValueChaincode()), PATIENT);

        ChaincodeResult result = run(connection, "tx", new Simulator(state, "tx"), "refuse", "not today");

        assertThat(result.response().getStatus()).isEqualTo(500);
        assertThat(result.response().getMessage()).isEqualTo("not today");
    }

    @Test
    void names_the_chaincode_and_the_transaction_in_its_event() throws Exception {
        ChaincodeConnection connection = connect(serve(new KeyValueChaincode()), PATIENT);

        ChaincodeResult result = run(connection, "tx-9", new Simulator(state, "tx-9"), "notify", "happened", "twice");

        assertThat(result.event()).hasValueSatisfying(event -> {
            assertThat(event.getChaincodeId()).isEqualTo("cc");
            assertThat(event.getTxId()).isEqualTo("tx-9");
            assertThat(event.getEventName()).isEqualTo("happened");
            assertThat(event.getPayload().toStringUtf8()).isEqualTo("twice");
        });
    }

    @Test
    void refuses_rich_queries_as_a_peer_without_couchdb_does() {
        ChaincodeConnection connection = connect(serve(new KeyValueChaincode()), PATIENT);

        assertThatThrownBy(() -> run(connection, "tx", new Simulator(state, "tx"), "query", "{}"))
                .cause()
                .isInstanceOf(ChaincodeException.class)
                .hasMessageContaining("transaction returned with failure");
    }

    @Test
    void refuses_a_transaction_id_that_is_being_worked_on() throws Exception {
        KeyValueChaincode chaincode = new KeyValueChaincode();
        ChaincodeConnection connection = connect(serve(chaincode), PATIENT);
        connection.ready().get(10, TimeUnit.SECONDS);
        CompletableFuture<ChaincodeResult> blocked =
                connection.invoke(invocation("tx", new Simulator(state, "tx"), "block"));

        assertThatThrownBy(() -> run(connection, "tx", new Simulator(state, "tx"), "get", "a"))
                .cause()
                .hasMessage("error sending: txid: tx(ch) exists");

        chaincode.release();
        assertThat(blocked.join().response().getPayload().toStringUtf8()).isEqualTo("released");
    }

    @Test
    void gives_up_on_a_transaction_that_takes_too_long() throws Exception {
        KeyValueChaincode chaincode = new KeyValueChaincode();
        ChaincodeConnection connection = connect(serve(chaincode), Duration.ofMillis(300));
        connection.ready().get(10, TimeUnit.SECONDS);

        assertThatThrownBy(() -> run(connection, "tx", new Simulator(state, "tx"), "block"))
                .cause()
                .isInstanceOf(ChaincodeException.class)
                .hasMessage("error sending: timeout expired while executing transaction");
        chaincode.release();
    }

    @Test
    void waits_for_a_chaincode_that_is_not_there_yet() throws Exception {
        ShimServer server = ShimServer.reserve(new KeyValueChaincode());
        ChaincodeConnection connection = connect(server, PATIENT);
        CompletableFuture<ChaincodeResult> early =
                connection.invoke(invocation("tx", new Simulator(state.with("a", "1", 0), "tx"), "get", "a"));

        opened.add(server.serve());

        assertThat(early.get(30, TimeUnit.SECONDS).response().getPayload().toStringUtf8())
                .isEqualTo("1");
    }

    @Test
    void says_where_it_looked_when_no_chaincode_comes() {
        ShimServer server = ShimServer.reserve(new KeyValueChaincode());
        ChaincodeConnection connection = connect(server, Duration.ofMillis(300));

        assertThatThrownBy(() -> run(connection, "tx", new Simulator(state, "tx"), "get", "a"))
                .cause()
                .isInstanceOf(ChaincodeException.class)
                .hasMessageStartingWith("could not launch chaincode cc: connection to " + server.address());
    }

    @Test
    void fails_what_is_under_way_when_the_chaincode_dies_and_connects_again() throws Exception {
        KeyValueChaincode chaincode = new KeyValueChaincode();
        ShimServer server = serve(chaincode);
        ChaincodeConnection connection = connect(server, PATIENT);
        connection.ready().get(10, TimeUnit.SECONDS);
        CompletableFuture<ChaincodeResult> lost =
                connection.invoke(invocation("t1", new Simulator(state, "t1"), "block"));

        server.close();
        assertThatThrownBy(() -> lost.get(10, TimeUnit.SECONDS))
                .cause()
                .hasMessage("error sending: chaincode stream terminated");
        chaincode.release();
        server.serve();

        ChaincodeResult result = run(connection, "t2", new Simulator(state.with("a", "1", 0), "t2"), "get", "a");
        assertThat(result.response().getPayload().toStringUtf8()).isEqualTo("1");
    }

    private ShimServer serve(KeyValueChaincode chaincode) {
        ShimServer server = ShimServer.start(chaincode);
        opened.add(server);
        return server;
    }

    private ChaincodeConnection connect(ShimServer server, Duration executeTimeout) {
        ChaincodeConnection connection =
                ChaincodeConnection.open("cc", ChaincodeAddress.parse(server.address()), executeTimeout, timer);
        opened.add(0, connection);
        return connection;
    }

    private static ChaincodeResult run(
            ChaincodeConnection connection, String txId, Simulator simulator, String... arguments) throws Exception {
        return connection.invoke(invocation(txId, simulator, arguments)).get(30, TimeUnit.SECONDS);
    }

    private static Invocation invocation(String txId, Simulator simulator, String... arguments) {
        ChaincodeInput.Builder input = ChaincodeInput.newBuilder();
        for (String argument : arguments) {
            input.addArgs(ByteString.copyFromUtf8(argument));
        }
        return new Invocation("ch", txId, input.build(), proposal(), simulator);
    }

    /** The least that the shim takes for a proposal: it reads the timestamp, the nonce and the creator. */
    private static SignedProposal proposal() {
        ChannelHeader channelHeader = ChannelHeader.newBuilder()
                .setType(3)
                .setTimestamp(Timestamp.newBuilder().setSeconds(1))
                .build();
        Header header = Header.newBuilder()
                .setChannelHeader(channelHeader.toByteString())
                .setSignatureHeader(SignatureHeader.getDefaultInstance().toByteString())
                .build();
        Proposal proposal =
                Proposal.newBuilder().setHeader(header.toByteString()).build();
        return SignedProposal.newBuilder()
                .setProposalBytes(proposal.toByteString())
                .build();
    }
}
