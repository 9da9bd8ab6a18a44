package org.evenhand.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.evenhand.client.FakeGateway.Script;
import org.evenhand.client.connect.Backoff;
import org.evenhand.client.stream.StreamWriter;
import org.evenhand.core.contract.Refusal;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.contract.Request;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.hyperledger.fabric.protos.gateway.EndorseRequest;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EvenhandClientTest {
    private static final PoolId POOL = new PoolId("edge");
    private static final StreamId NODE = StreamId.parse("Org1MSP.node-1");
    private static final Request APPEND = Request.of("Append", "edge", "Org1MSP.node-1", "1", "{}");
    private static final String REFUSED =
            "chaincode response 400, " + new Refusal(RefusalCode.NOT_YOUR_KEY, "expected another key").toLine();
    private static final String AGED = "chaincode response 400, "
            + new Refusal(RefusalCode.CLOCK_SKEW, "expected the transaction's time within 2000 ms").toLine();
    private static final Backoff QUICK = new Backoff(3, Duration.ofMillis(1), Duration.ofMillis(2));
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(150);

    private final FakeGateway gateway = new FakeGateway();
    private EvenhandClient client = client(new Deadlines(LONG, LONG, LONG, LONG));

    private EvenhandClient client(Deadlines deadlines) {
        try {
            return EvenhandClient.builder()
                    .identity(TestIdentity.make().in("Org1MSP"))
                    .connection(gateway.channel())
                    .settings(GatewaySettings.of("pools", "evenhand")
                            .withDeadlines(deadlines)
                            .withBackoff(QUICK))
                    .connect();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() {
        client.close();
        gateway.close();
    }

    @Test
    void a_transaction_goes_through_its_phases_under_one_id() throws Exception {
        Committed committed = submit();

        assertThat(committed.response()).hasToString("answer");
        assertThat(committed.block()).isEqualTo(42);
        assertThat(gateway.endorsed.get(0).getTransactionId()).isEqualTo(committed.transactionId());
        assertThat(gateway.submitted.get(0).getTransactionId()).isEqualTo(committed.transactionId());
        assertThat(gateway.submitted
                        .get(0)
                        .getPreparedTransaction()
                        .getSignature()
                        .isEmpty())
                .isFalse();
        assertThat(gateway.asked).hasSize(1);
        assertThat(client.counters().committed()).isEqualTo(1);
    }

    @Test
    void a_refusal_is_told_with_its_code_and_never_repeated() {
        gateway.endorsements.add(Script.fail(Status.ABORTED.withDescription("failed to endorse"), REFUSED));

        EndorseFailedException failure = failure(EndorseFailedException.class, this::submit);

        assertThat(failure.refusal()).contains(new Refusal(RefusalCode.NOT_YOUR_KEY, "expected another key"));
        assertThat(failure.transactionId()).isEqualTo(gateway.endorsed.get(0).getTransactionId());
        assertThat(gateway.endorsed).hasSize(1);
        assertThat(gateway.submitted).isEmpty();
        assertThat(client.counters().refused()).isEqualTo(1);
    }

    @Test
    void an_admins_transaction_that_was_too_long_on_its_way_is_made_anew() throws Exception {
        gateway.endorsements.add(Script.fail(Status.ABORTED.withDescription("failed to endorse"), AGED));

        client.approvePolicy(POOL, 1, Digest.NONE);

        assertThat(gateway.endorsed).hasSize(2);
        assertThat(gateway.endorsed.get(0).getTransactionId())
                .as("a new nonce and a new time")
                .isNotEqualTo(gateway.endorsed.get(1).getTransactionId());
        assertThat(gateway.submitted).hasSize(1);
        assertThat(client.counters().retries()).isEqualTo(1);
        assertThat(client.counters().refused()).isZero();
    }

    @Test
    void a_clock_that_is_wrong_is_told_in_the_end() {
        for (int i = 0; i < QUICK.attemptsMax(); i++) {
            gateway.endorsements.add(Script.fail(Status.ABORTED.withDescription("failed to endorse"), AGED));
        }

        EndorseFailedException failure =
                failure(EndorseFailedException.class, () -> client.approvePolicy(POOL, 1, Digest.NONE));

        assertThat(failure.refusal().orElseThrow().code()).isEqualTo(RefusalCode.CLOCK_SKEW);
        assertThat(gateway.endorsed).hasSize(QUICK.attemptsMax());
        assertThat(gateway.submitted).isEmpty();
    }

    @Test
    void a_round_that_was_too_long_on_its_way_is_for_its_proposer_to_decide_anew() {
        gateway.endorsements.add(Script.fail(Status.ABORTED.withDescription("failed to endorse"), AGED));

        failure(EndorseFailedException.class, () -> client.decideRound(POOL, NODE, new TreeMap<>()));

        assertThat(gateway.endorsed).hasSize(1);
    }

    @Test
    void a_submission_that_was_too_long_on_its_way_reaches_the_ledger_once() throws Exception {
        gateway.answer = request -> ByteString.copyFromUtf8("{\"last\":0,\"stream\":\"Org1MSP.node-1\",\"taken\":0,"
                + "\"writer\":{\"key\":\"" + "0".repeat(64) + "\",\"msp\":\"Org1MSP\"}}");
        gateway.endorsements.add(Script.fail(Status.ABORTED.withDescription("failed to endorse"), AGED));
        gateway.endorsements.add(Script.fail(Status.ABORTED.withDescription("failed to endorse"), AGED));

        try (StreamWriter writer = StreamWriter.open(client, POOL, NODE)) {
            var id = writer.submit(Submission.of(new ClassName("frame"), 3, Digest.NONE));
            assertThat(id.get(20, TimeUnit.SECONDS).sequence()).isEqualTo(1);
        }

        assertThat(gateway.endorsed)
                .extracting(EndorseRequest::getTransactionId)
                .hasSize(3)
                .doesNotHaveDuplicates();
        assertThat(gateway.submitted).hasSize(1);
    }

    @Test
    void peers_that_disagree_are_asked_again_with_a_new_proposal() throws Exception {
        gateway.endorsements.add(Script.fail(
                Status.ABORTED.withDescription("failed to collect"), "ProposalResponsePayloads do not match"));

        submit();

        assertThat(gateway.endorsed).hasSize(2);
        assertThat(gateway.endorsed.get(0).getTransactionId())
                .isNotEqualTo(gateway.endorsed.get(1).getTransactionId());
        assertThat(client.counters().mismatches()).isEqualTo(1);
        assertThat(client.counters().retries()).isEqualTo(1);
    }

    @Test
    void an_endorsement_is_tried_as_often_as_allowed_and_then_fails_with_its_status() {
        for (int i = 0; i < QUICK.attemptsMax(); i++) {
            gateway.endorsements.add(Script.fail(Status.UNAVAILABLE.withDescription("no peer")));
        }

        EndorseFailedException failure = failure(EndorseFailedException.class, this::submit);

        assertThat(failure.status().orElseThrow().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(failure.refusal()).isEmpty();
        assertThat(gateway.endorsed).hasSize(QUICK.attemptsMax());
        assertThat(gateway.submitted).isEmpty();
    }

    @Test
    void a_fault_of_the_contract_or_of_the_caller_is_not_repeated() {
        gateway.endorsements.add(Script.fail(Status.ABORTED, "chaincode response 500, the contract failed"));
        failure(EndorseFailedException.class, this::submit);
        gateway.endorsements.add(Script.fail(Status.PERMISSION_DENIED));
        failure(EndorseFailedException.class, this::submit);

        assertThat(gateway.endorsed).hasSize(2);
    }

    @Test
    void a_peer_that_hangs_ends_the_endorsement_at_its_deadline() {
        client = client(new Deadlines(LONG, SHORT, LONG, LONG));
        for (int i = 0; i < QUICK.attemptsMax(); i++) {
            gateway.endorsements.add(Script.HANG);
        }

        EndorseFailedException failure = failure(EndorseFailedException.class, this::submit);

        assertThat(failure.status().orElseThrow().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }

    @Test
    void a_submission_that_was_turned_down_fails_at_once() {
        gateway.submissions.add(Script.fail(Status.FAILED_PRECONDITION.withDescription("no such channel")));

        failure(SubmitFailedException.class, this::submit);

        assertThat(gateway.submitted).hasSize(1);
        assertThat(gateway.asked).isEmpty();
    }

    @Test
    void a_submission_for_which_no_orderer_could_be_reached_fails_at_once() {
        gateway.submissions.add(Script.fail(
                Status.UNAVAILABLE.withDescription("no orderers could successfully process transaction"),
                "rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while dialing: dial "
                        + "tcp 127.0.0.1:7050: connect: connection refused\""));
        failure(SubmitFailedException.class, this::submit);
        gateway.submissions.add(Script.fail(Status.ABORTED.withDescription(
                "received unsuccessful response from orderer: status=BAD_REQUEST, info=too large")));
        failure(SubmitFailedException.class, this::submit);

        assertThat(gateway.asked).isEmpty();
    }

    @Test
    void a_submission_that_an_orderer_lost_is_asked_for() throws Exception {
        gateway.submissions.add(Script.fail(
                Status.UNAVAILABLE.withDescription("no orderers could successfully process transaction"),
                "rpc error: code = Unavailable desc = error reading from server: EOF"));

        submit();

        assertThat(gateway.asked).hasSize(1);
    }

    @Test
    void a_submission_that_may_have_arrived_is_never_repeated_but_asked_for() throws Exception {
        gateway.submissions.add(Script.fail(Status.UNAVAILABLE.withDescription("connection reset")));

        Committed committed = submit();

        assertThat(committed.block()).isEqualTo(42);
        assertThat(gateway.submitted).hasSize(1);
        assertThat(gateway.endorsed).hasSize(1);
        assertThat(gateway.asked).hasSize(1);
    }

    @Test
    void a_commit_status_is_asked_for_again_when_the_peer_goes_away() throws Exception {
        gateway.statuses.add(Script.fail(Status.UNAVAILABLE));
        gateway.statuses.add(Script.fail(Status.UNAVAILABLE));

        submit();

        assertThat(gateway.asked).hasSize(3);
        assertThat(gateway.submitted).hasSize(1);
    }

    @Test
    void an_outcome_that_nobody_tells_in_time_is_unknown() {
        client = client(new Deadlines(LONG, LONG, LONG, SHORT));
        gateway.statuses.add(Script.HANG);

        CommitStatusUnknownException failure = failure(CommitStatusUnknownException.class, this::submit);

        assertThat(failure.transactionId()).isEqualTo(gateway.submitted.get(0).getTransactionId());
        assertThat(gateway.submitted).hasSize(1);
        assertThat(client.counters().unknown()).isEqualTo(1);
    }

    @Test
    void what_the_orderers_did_not_take_is_not_waited_for_as_long_as_what_they_took() {
        client = client(new Deadlines(LONG, LONG, SHORT, LONG));
        gateway.submissions.add(
                Script.fail(Status.UNAVAILABLE.withDescription("no orderers could successfully process transaction")));
        gateway.statuses.add(Script.HANG);

        failure(CommitStatusUnknownException.class, this::submit);
    }

    @Test
    void an_invalid_transaction_is_told_with_its_code() {
        gateway.codes.add(TxValidationCode.ENDORSEMENT_POLICY_FAILURE);

        CommitFailedException failure = failure(CommitFailedException.class, this::submit);

        assertThat(failure.code()).isEqualTo(TxValidationCode.ENDORSEMENT_POLICY_FAILURE);
        assertThat(failure.block()).isEqualTo(42);
        assertThat(failure).isNotInstanceOf(RoundLostException.class);
        assertThat(client.counters().invalid()).isEqualTo(1);
    }

    @Test
    void a_round_that_was_overtaken_is_lost_and_counted_and_not_repeated() {
        gateway.codes.add(TxValidationCode.MVCC_READ_CONFLICT);

        failure(RoundLostException.class, () -> client.decideRound(POOL, NODE, new TreeMap<>()));

        assertThat(gateway.submitted).hasSize(1);
        assertThat(client.counters().roundsLost()).isEqualTo(1);
        assertThat(client.counters().invalid()).isZero();
    }

    @Test
    void an_entry_that_was_overtaken_is_no_lost_round() {
        gateway.codes.add(TxValidationCode.MVCC_READ_CONFLICT);

        assertThat(failure(CommitFailedException.class, this::submit)).isNotInstanceOf(RoundLostException.class);
    }

    @Test
    void a_query_is_repeated_while_its_peer_is_away_and_decoded() throws Exception {
        gateway.evaluations.add(Script.fail(Status.UNAVAILABLE));
        gateway.answer = request ->
                ByteString.copyFromUtf8("{\"last\":7,\"stream\":\"Org1MSP.node-1\",\"taken\":5,\"writer\":{\"key\":\""
                        + "0".repeat(64) + "\",\"msp\":\"Org1MSP\"}}");

        assertThat(client.getStream(POOL, NODE).last()).isEqualTo(7);
        assertThat(gateway.evaluated).hasSize(2);
    }

    @Test
    void a_refused_query_fails_with_the_refusal() {
        gateway.evaluations.add(Script.fail(
                Status.UNKNOWN.withDescription("evaluate call to endorser returned error: chaincode response 400, "
                        + new Refusal(RefusalCode.UNKNOWN_POOL, "expected a pool").toLine())));

        QueryFailedException failure = failure(QueryFailedException.class, () -> client.getPool(POOL));

        assertThat(failure.refusal().orElseThrow().code()).isEqualTo(RefusalCode.UNKNOWN_POOL);
        assertThat(gateway.evaluated).hasSize(1);
    }

    @Test
    void an_answer_that_cannot_be_read_fails_the_query() {
        gateway.answer = request -> ByteString.copyFromUtf8("{\"last\":");

        failure(QueryFailedException.class, () -> client.getStream(POOL, NODE));
    }

    @Test
    void many_transactions_are_under_way_at_once_without_a_thread_each() throws Exception {
        int hanging = 200;
        for (int i = 0; i < hanging; i++) {
            gateway.endorsements.add(Script.HANG);
        }
        int threadsBefore = Thread.activeCount();
        CompletableFuture<?>[] calls = new CompletableFuture<?>[hanging + 1];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = client.submit(APPEND);
        }

        // Only once all others hang does one get through.
        CompletableFuture.anyOf(calls).get(20, TimeUnit.SECONDS);
        assertThat(calls).filteredOn(CompletableFuture::isDone).hasSize(1);
        assertThat(Thread.activeCount() - threadsBefore).isLessThan(hanging / 2);
    }

    private Committed submit() throws EvenhandException, InterruptedException {
        return Await.result(client.submit(APPEND).orTimeout(20, TimeUnit.SECONDS));
    }

    private static <E extends EvenhandException> E failure(Class<E> type, ThrowingCallable call) {
        E failure = catchThrowableOfType(type, call);
        assertThat(failure).as("a " + type.getSimpleName()).isNotNull();
        return failure;
    }
}
