package org.evenhand.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.evenhand.client.Steps.FRAME;
import static org.evenhand.client.Steps.ORG1;
import static org.evenhand.client.Steps.ORG2;
import static org.evenhand.client.Steps.RESULT;
import static org.evenhand.client.Steps.decide;
import static org.evenhand.client.Steps.finished;
import static org.evenhand.client.Steps.register;
import static org.evenhand.client.Steps.upTo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.evenhand.client.event.AtomicCheckpointer;
import org.evenhand.client.event.LedgerEvent;
import org.evenhand.client.event.LedgerEvent.ClassDefined;
import org.evenhand.client.event.LedgerEvent.EntryAppended;
import org.evenhand.client.event.LedgerEvent.PolicyChanged;
import org.evenhand.client.event.LedgerEvent.RoundDecided;
import org.evenhand.client.event.LedgerEvent.WriterUpdated;
import org.evenhand.client.event.Subscription;
import org.evenhand.client.work.SubmissionFact;
import org.evenhand.client.work.SubmissionFollower;
import org.evenhand.client.work.SubmissionProgress;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Address;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Writer;
import org.evenhand.core.model.WriterChange;
import org.hyperledger.fabric.client.InMemoryCheckpointer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The client against the real contract, under the real shim, on the embedded network. Each test has a pool of its own.
 */
@Timeout(90)
final class EndToEndTest {
    private static final StreamId NODE_1 = StreamId.parse("Org1MSP.node-1");
    private static final StreamId NODE_2 = StreamId.parse("Org2MSP.node-2");

    private static TestNetwork network;

    @BeforeAll
    static void start(@TempDir Path folder) {
        network = new TestNetwork(folder);
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    @Test
    void work_is_submitted_placed_and_found_again_in_the_rounds_record() throws Exception {
        PoolId pool = found("render");
        EvenhandClient node = network.member("Org1MSP", "render-1");
        node.append(pool, NODE_1, 1, register());

        node.decideRound(pool, NODE_1, upTo(Map.of(NODE_1, 1L)));
        node.append(pool, NODE_1, 2, work(5));
        Committed round = decide(node, pool, NODE_1, upTo(Map.of(NODE_1, 2L)));

        assertThat(round.response().toString()).contains("\"round\":2");
        RoundRecord record = node.getRound(pool, 2);
        assertThat(record.round()).isEqualTo(2);
        assertThat(record.proposer()).isEqualTo(NODE_1);
        assertThat(record.facts()).hasAtLeastOneElementOfType(TaskFact.Queued.class);
        assertThat(node.getRound(pool, 1).facts()).hasAtLeastOneElementOfType(NodeFact.Joined.class);
        assertThat(node.getHead(pool).position().record()).isEqualTo(record.digest());
        assertThat(node.listNodes(pool)).hasSize(1);
        assertThat(node.getNode(pool, NODE_1).state().capacity()).isEqualTo(Resources.of(8_000, 8_192, 0, 0));
        assertThat(node.getStream(pool, NODE_1).taken()).isEqualTo(2);
        assertThat(node.getSubmission(pool, new SubmissionId(NODE_1, 2, 0)).taken())
                .isTrue();
        assertThat(node.locateTask(pool, new SubmissionId(NODE_1, 2, 0), 4).submission())
                .isEqualTo(new SubmissionId(NODE_1, 2, 0));
    }

    @Test
    void events_tell_all_that_happened_in_order_and_go_on_from_their_checkpoint(@TempDir Path folder) throws Exception {
        PoolId pool = new PoolId("told");
        EvenhandClient node = network.member("Org1MSP", "told-1");
        Path checkpoint = folder.resolve("events");
        BlockingQueue<LedgerEvent> told = new LinkedBlockingQueue<>();
        try (Subscription first = node.events(AtomicCheckpointer.open(checkpoint), told::add)) {
            found("told");
            node.append(pool, NODE_1, 1, register());
            assertThat(next(told)).isInstanceOfSatisfying(PolicyChanged.class, event -> assertThat(event.adopted())
                    .isFalse());
            assertThat(next(told)).isInstanceOfSatisfying(PolicyChanged.class, event -> {
                assertThat(event.adopted()).isTrue();
                assertThat(event.approvals()).containsExactly(ORG1, ORG2);
            });
            assertThat(next(told)).isInstanceOfSatisfying(ClassDefined.class, event -> assertThat(event.taskClass())
                    .isEqualTo(FRAME.name()));
            assertThat(next(told)).isInstanceOfSatisfying(EntryAppended.class, event -> assertThat(event.sequence())
                    .isEqualTo(1));
            assertThat(first.ended()).isNotDone();
        }
        node.append(pool, NODE_1, 2, work(1));
        node.append(pool, NODE_1, 3, work(1));
        try (Subscription second = node.events(AtomicCheckpointer.open(checkpoint), told::add)) {
            Committed round = node.decideRound(pool, NODE_1, upTo(Map.of(NODE_1, 3L)));

            assertThat(next(told)).isInstanceOfSatisfying(EntryAppended.class, event -> assertThat(event.sequence())
                    .isEqualTo(2));
            assertThat(next(told)).isInstanceOfSatisfying(EntryAppended.class, event -> assertThat(event.sequence())
                    .isEqualTo(3));
            assertThat(next(told)).isInstanceOfSatisfying(RoundDecided.class, event -> {
                assertThat(event.source().transactionId()).isEqualTo(round.transactionId());
                assertThat(event.source().block()).isEqualTo(round.block());
                assertThat(event.record().inputs()).containsEntry(NODE_1, 3L);
            });
            assertThat(second.ended()).isNotDone();
        }
        assertThat(told).isEmpty();
    }

    @Test
    void refusals_come_through_with_their_code() throws Exception {
        PoolId pool = found("refusing");
        EvenhandClient node = network.member("Org1MSP", "refusing-1");
        EvenhandClient thief = network.member("Org1MSP", "refusing-2");
        node.append(pool, NODE_1, 1, register());

        assertThat(refused(() -> thief.append(pool, NODE_1, 2, work(1)))).isEqualTo(RefusalCode.NOT_YOUR_KEY);
        assertThat(refused(() -> node.append(pool, NODE_1, 1, work(1)))).isEqualTo(RefusalCode.SEQUENCE_REPEATED);
        assertThat(refused(() -> node.append(pool, NODE_1, 5, work(1)))).isEqualTo(RefusalCode.SEQUENCE_GAP);
        assertThat(refused(() -> node.defineTaskClass(pool, FRAME))).isEqualTo(RefusalCode.NOT_AN_ADMIN);
        assertThat(refused(() -> node.append(new PoolId("nowhere"), NODE_1, 1, work(1))))
                .isEqualTo(RefusalCode.UNKNOWN_POOL);
        assertThat(refused(() -> node.getHead(new PoolId("nowhere")))).isEqualTo(RefusalCode.UNKNOWN_POOL);
    }

    @Test
    void a_submission_is_followed_from_its_entry_to_its_last_task_now_and_later() throws Exception {
        PoolId pool = found("followed");
        EvenhandClient node = network.member("Org1MSP", "followed-1");
        node.append(pool, NODE_1, 1, register());
        node.decideRound(pool, NODE_1, upTo(Map.of(NODE_1, 1L)));
        SubmissionId submission = new SubmissionId(NODE_1, 2, 0);
        assertThat(refused(() -> SubmissionFollower.open(node, pool, submission, fact -> {})))
                .isEqualTo(RefusalCode.ENTRY_NOT_COMMITTED);
        Committed appended = node.append(pool, NODE_1, 2, work(5));
        List<SubmissionFact> told = new CopyOnWriteArrayList<>();
        try (SubmissionFollower follower = SubmissionFollower.open(node, pool, submission, told::add)) {
            decide(node, pool, NODE_1, upTo(Map.of(NODE_1, 2L)));
            node.append(pool, NODE_1, 3, finished(TaskRange.of(submission, 0, 3)));
            decide(node, pool, NODE_1, upTo(Map.of(NODE_1, 3L)));
            assertThat(follower.over()).isNotDone();
            node.append(
                    pool,
                    NODE_1,
                    4,
                    Entry.builder().cancel(TaskRange.of(submission, 2, 5)).build());
            decide(node, pool, NODE_1, upTo(Map.of(NODE_1, 4L)));

            SubmissionProgress end = follower.over().get(20, TimeUnit.SECONDS);
            assertThat(end.submitted()).isEqualTo(5);
            assertThat(end.finished()).isEqualTo(3);
            assertThat(end.cancelled()).isEqualTo(2);
            assertThat(end.open()).isZero();
            assertThat(follower.placements()).isEmpty();
            assertThat(follower.results())
                    .containsExactly(new TaskFact.Finished(
                            TaskRange.of(submission, 0, 3),
                            NODE_1,
                            follower.results().get(0).meanMillis(),
                            RESULT));
        }
        assertThat(told)
                .extracting(fact -> fact.round() + " " + fact.fact().kind())
                .containsExactly("2 queued", "2 placed", "3 finished", "4 cancelled");
        assertThat(node.getBlockOf(node.getEntry(pool, NODE_1, 2).transactionId()))
                .isEqualTo(appended.block());
        List<SubmissionFact> again = new CopyOnWriteArrayList<>();
        try (SubmissionFollower later = SubmissionFollower.open(node, pool, submission, again::add)) {
            assertThat(later.over().get(20, TimeUnit.SECONDS).finished()).isEqualTo(3);
        }
        assertThat(again).isEqualTo(told);
    }

    @Test
    void a_follower_that_is_closed_before_the_end_says_that_nobody_waits_any_more() throws Exception {
        PoolId pool = found("closed");
        EvenhandClient node = network.member("Org1MSP", "closed-1");
        node.append(pool, NODE_1, 1, work(1));
        SubmissionFollower follower = SubmissionFollower.open(node, pool, new SubmissionId(NODE_1, 1, 0), fact -> {});

        follower.close();

        assertThat(follower.over()).isCompletedExceptionally();
        assertThat(catchThrowable(() -> follower.over().get(20, TimeUnit.SECONDS)))
                .hasCauseInstanceOf(CancellationException.class);
    }

    @Test
    void a_stream_goes_on_under_a_new_key_and_tells_where_its_writer_is() throws Exception {
        PoolId pool = found("rotated");
        EvenhandClient before = network.member("Org1MSP", "rotated-1");
        EvenhandClient after = network.member("Org1MSP", "rotated-2");
        EvenhandClient again = network.member("Org1MSP", "rotated-3");
        Address address = Address.parse("node-1.org1.example:7080");
        before.append(pool, NODE_1, 1, register());

        before.updateWriter(pool, NODE_1, WriterChange.ofAddress(address));
        before.updateWriter(pool, NODE_1, WriterChange.ofKey(after.identity().key()));

        assertThat(refused(() -> before.append(pool, NODE_1, 2, work(1)))).isEqualTo(RefusalCode.NOT_YOUR_KEY);
        after.append(pool, NODE_1, 2, work(1));
        after.decideRound(pool, NODE_1, upTo(Map.of(NODE_1, 2L)));
        assertThat(after.getStream(pool, NODE_1).writer())
                .isEqualTo(new Writer(ORG1, after.identity().key(), Optional.of(address)));

        WriterChange lost = WriterChange.ofKey(again.identity().key());
        assertThat(refused(() -> network.admin("Org2MSP").updateWriter(pool, NODE_1, lost)))
                .isEqualTo(RefusalCode.NOT_AN_ADMIN);
        BlockingQueue<LedgerEvent> told = new LinkedBlockingQueue<>();
        try (Subscription events = again.events(new InMemoryCheckpointer(), told::add)) {
            network.admin("Org1MSP").updateWriter(pool, NODE_1, lost);

            assertThat(next(told)).isInstanceOfSatisfying(WriterUpdated.class, event -> {
                assertThat(event.stream()).isEqualTo(NODE_1);
                assertThat(event.writer().key()).isEqualTo(again.identity().key());
            });
            assertThat(events.ended()).isNotDone();
        }
        again.append(pool, NODE_1, 3, work(1));
    }

    @Test
    void the_block_of_a_transaction_that_never_was_is_a_failure() throws Exception {
        EvenhandClient node = network.member("Org1MSP", "blockless");

        assertThat(catchThrowable(() -> node.getBlockOf("0".repeat(64)))).isInstanceOf(QueryFailedException.class);
    }

    @Test
    void of_two_rounds_proposed_at_once_the_ledger_takes_one() throws Exception {
        PoolId pool = found("racing");
        EvenhandClient one = network.member("Org1MSP", "racing-1");
        EvenhandClient two = network.member("Org2MSP", "racing-2");
        one.append(pool, NODE_1, 1, register());
        two.append(pool, NODE_2, 1, register());

        var first = one.decideRoundAsync(pool, NODE_1, upTo(Map.of(NODE_1, 1L, NODE_2, 1L)));
        var second = two.decideRoundAsync(pool, NODE_2, upTo(Map.of(NODE_1, 1L, NODE_2, 1L)));
        first.exceptionally(lost -> null).get(30, TimeUnit.SECONDS);
        second.exceptionally(lost -> null).get(30, TimeUnit.SECONDS);

        assertThat(List.of(first, second))
                .filteredOn(call -> !call.isCompletedExceptionally())
                .hasSize(1);
        assertThat(one.getHead(pool).position().round()).isEqualTo(1);
    }

    private static RefusalCode refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        EvenhandException failure = catchThrowableOfType(EvenhandException.class, call);
        assertThat(failure).isNotNull();
        return failure.refusal().orElseThrow(() -> new AssertionError(failure)).code();
    }

    private static PoolId found(String name) throws Exception {
        return Steps.found(network, name);
    }

    private static Entry work(long count) {
        return Entry.builder()
                .submit(Submission.of(FRAME.name(), count, Digest.of("payload")))
                .build();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T item = queue.poll(20, TimeUnit.SECONDS);
        assertThat(item).as("the next item").isNotNull();
        return item;
    }
}
