package org.evenhand.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.evenhand.client.connect.PeerEndpoint;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.range.RangeSet;
import org.evenhand.node.AllocatorNode;
import org.evenhand.node.NodeHost;
import org.hyperledger.fabric.client.ChaincodeEvent;
import org.hyperledger.fabric.client.Checkpointer;
import org.hyperledger.fabric.client.InMemoryCheckpointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that really work, over the real contract, shim and SDK, on the embedded network. */
@Timeout(240)
class NodesOnANetworkTest {
    private RealPool pool;

    @BeforeEach
    void found_the_pool(@TempDir Path temporary) throws Exception {
        pool = new RealPool(temporary);
    }

    @AfterEach
    void close_everything() throws Exception {
        pool.close();
    }

    /** A checkpoint on a disk that fails. */
    private static final class FailingCheckpointer implements Checkpointer {
        private final InMemoryCheckpointer memory = new InMemoryCheckpointer();
        private volatile boolean failing;

        @Override
        public void checkpointBlock(long block) {
            memory.checkpointBlock(block);
        }

        @Override
        public void checkpointTransaction(long block, String transactionId) {
            memory.checkpointTransaction(block, transactionId);
        }

        @Override
        public void checkpointChaincodeEvent(ChaincodeEvent event) throws IOException {
            if (failing) {
                throw new IOException("no space left");
            }
            memory.checkpointChaincodeEvent(event);
        }

        @Override
        public OptionalLong getBlockNumber() {
            return memory.getBlockNumber();
        }

        @Override
        public Optional<String> getTransactionId() {
            return memory.getTransactionId();
        }
    }

    @Test
    void a_node_whose_checkpoint_cannot_be_written_any_more_ends_and_says_why() throws Exception {
        FailingCheckpointer checkpointer = new FailingCheckpointer();
        MspId msp = new MspId(pool.network().organisations().get(0).mspId());
        NodeHost host = pool.host(pool.client(msp, "Admin"), checkpointer);
        AllocatorNode node = pool.node(host, msp.id() + ".a", 200);
        node.submit(List.of(Submission.of(RealPool.FRAME.name(), 1, Digest.of("payload"))))
                .get(30, TimeUnit.SECONDS);
        checkpointer.failing = true;
        assertThat(node.ended())
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withMessageContaining("no space left");
    }

    @Test
    void all_work_is_done_exactly_once_although_a_node_dies() throws Exception {
        NodeHost host = pool.host();
        AllocatorNode a = pool.node(host, "Org1MSP.a", 200);
        AllocatorNode b = pool.node(host, "Org2MSP.b", 100);
        AllocatorNode c = pool.node(host, "Org3MSP.c", 100);
        a.submit(List.of(Submission.of(RealPool.FRAME.name(), 150, Digest.of("payload"))))
                .get(30, TimeUnit.SECONDS);
        pool.await("40 tasks to be finished", () -> pool.count(TaskFact.Finished.class) >= 40);
        b.kill();
        pool.await("all tasks to be finished", () -> pool.count(TaskFact.Finished.class) >= 150);
        assertThat(pool.count(TaskFact.Finished.class)).isEqualTo(150);
        assertThat(finished()).isEqualTo(RangeSet.of(0, 150));
        assertThat(a.statistics().roundsWon()).isPositive();
        assertThat(c.statistics().roundsWon()).isPositive();
        assertThat(a.stop().get(30, TimeUnit.SECONDS).handedOver()).isTrue();
    }

    private RangeSet finished() {
        return pool.facts(TaskFact.Finished.class).stream()
                .map(fact -> RangeSet.of(fact.range().from(), fact.range().to()))
                .reduce(RangeSet.empty(), RangeSet::add);
    }

    @Test
    void a_node_that_is_cut_off_starts_nothing_and_comes_back_to_what_is_its_own() throws Exception {
        MspId second = new MspId("Org2MSP");
        PeerEndpoint peer = pool.peer(second);
        try (Wire wire = Wire.to(peer.port())) {
            PeerEndpoint through = new PeerEndpoint(peer.name(), "127.0.0.1", wire.port(), peer.tls());
            AllocatorNode a = pool.node(pool.host(), "Org1MSP.a", 200);
            NodeHost far = pool.host(pool.client(second, "Admin", through), new InMemoryCheckpointer());
            AllocatorNode b = pool.node(far, "Org2MSP.b", 200, through);
            a.submit(List.of(Submission.of(RealPool.SHOT.name(), 200, Digest.of("payload"))))
                    .get(30, TimeUnit.SECONDS);
            pool.await("b to have finished some", () -> finishedAt("Org2MSP.b") > 0);
            wire.cut();
            pool.await("b's work to be placed again", () -> pool.count(TaskFact.Recovered.class) > 0);
            long startedByThen = b.statistics().tasksStarted();
            long finishedByThen = finishedAt("Org2MSP.b");
            pool.await("a to have finished more", () -> finishedAt("Org1MSP.a") >= 10);
            assertThat(b.statistics().tasksStarted()).isEqualTo(startedByThen);
            wire.restore();
            long submitted = 200;
            while (finishedAt("Org2MSP.b") <= finishedByThen) {
                // However fast the other node is, something is left for b when it is back.
                a.submit(List.of(Submission.of(RealPool.SHOT.name(), 200, Digest.of("payload"))))
                        .get(30, TimeUnit.SECONDS);
                submitted += 200;
                long most = submitted - 100;
                pool.await(
                        "most of it to end or b to work again",
                        () -> pool.count(TaskFact.Finished.class) >= most || finishedAt("Org2MSP.b") > finishedByThen);
            }
            long all = submitted;
            assertThat(b.statistics().leaseLapses()).isPositive();
            pool.await("everything to end", () -> pool.count(TaskFact.Finished.class) >= all);
            assertThat(pool.count(TaskFact.Finished.class)).isEqualTo(all);
            assertThat(finished()).isEqualTo(RangeSet.of(0, 200));
            assertThat(pool.facts(TaskFact.LateResult.class))
                    .as("only what was taken away can be too late")
                    .allSatisfy(late -> assertThat(late.node()).isEqualTo(StreamId.parse("Org2MSP.b")));
            assertThat(b.ended()).isNotDone();
        }
    }

    private long finishedAt(String node) {
        return pool.facts(TaskFact.Finished.class).stream()
                .filter(fact -> fact.node().equals(StreamId.parse(node)))
                .mapToLong(fact -> fact.range().size())
                .sum();
    }
}
