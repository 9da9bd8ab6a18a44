package org.evenhand.network.orderer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.evenhand.network.ledger.CommittedBlock;
import org.evenhand.network.ledger.Ledger;
import org.evenhand.network.testing.ReadsAndWrites;
import org.evenhand.network.testing.TestChannel;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Status;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OrdererTest {
    private final BlockingQueue<CommittedBlock> blocks = new LinkedBlockingQueue<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private TestChannel channel;
    private Ledger ledger;

    @BeforeEach
    void open(@TempDir Path folder) {
        channel = new TestChannel(folder);
        ledger = channel.openDefined(folder.resolve("ledger"));
        ledger.onCommit(blocks::add);
    }

    @AfterEach
    void close() {
        gate.countDown();
        ledger.close();
    }

    @Test
    void commits_a_lone_transaction_at_once() throws Exception {
        try (Orderer orderer = Orderer.start(ledger, true, Clock.systemUTC())) {
            assertThat(orderer.submit(transaction("a")).status()).isEqualTo(Status.SUCCESS);

            CommittedBlock block = next();
            assertThat(block.transactions()).singleElement().satisfies(transaction -> assertThat(transaction.code())
                    .isEqualTo(TxValidationCode.VALID));
        }
    }

    @Test
    void gathers_what_comes_while_it_commits_and_keeps_its_order() throws Exception {
        try (Orderer orderer = Orderer.start(held(), true, Clock.systemUTC())) {
            orderer.submit(transaction("first"));
            for (int i = 0; i < 20; i++) {
                orderer.submit(transaction("k" + i));
            }
            gate.countDown();

            int committed = 0;
            int blockCount = 0;
            while (committed < 21) {
                committed += next().transactions().size();
                blockCount++;
            }
            assertThat(blockCount).isLessThan(5);
        }
    }

    @Test
    void tells_clients_to_come_back_when_too_much_waits() {
        Envelope envelope = transaction("a");
        try (Orderer orderer = Orderer.start(held(), true, Clock.systemUTC())) {
            Broadcast last = orderer.submit(envelope);
            for (int i = 0; last.status() == Status.SUCCESS && i < 2 * Orderer.WAITING_ENVELOPES_MAX; i++) {
                last = orderer.submit(envelope);
            }

            assertThat(last.status()).isEqualTo(Status.SERVICE_UNAVAILABLE);
            assertThat(last.info()).contains("limit of " + Orderer.WAITING_ENVELOPES_MAX);
            gate.countDown();
        }
    }

    @Test
    void what_waits_is_bounded_by_bytes_as_well_as_by_number() throws Exception {
        Envelope large = channel.transaction(ReadsAndWrites.put("large", "v".repeat(9 << 20)));
        Orderer orderer = Orderer.start(held(), true, Clock.systemUTC());
        try {
            int accepted = 0;
            Broadcast last = orderer.submit(large);
            while (last.status() == Status.SUCCESS && accepted < 40) {
                accepted++;
                last = orderer.submit(large);
            }

            // One of them is no longer waiting but being committed.
            assertThat(accepted).isBetween(26, 29);
            assertThat(last.status()).isEqualTo(Status.SERVICE_UNAVAILABLE);
            assertThat(last.info()).contains("limit of 256 MiB");
            assertThat(orderer.submit(transaction("small")).status()).isEqualTo(Status.SUCCESS);
            gate.countDown();
            next();
            next();
            assertThat(orderer.submit(large).status()).isEqualTo(Status.SUCCESS);
        } finally {
            gate.countDown();
            orderer.close();
        }
    }

    @Test
    void refuses_what_it_need_not_order() {
        Envelope good = transaction("a");
        try (Orderer orderer = Orderer.start(ledger, true, Clock.systemUTC())) {
            assertThat(orderer.submit(Envelope.newBuilder()
                                    .setPayload(ByteString.copyFromUtf8("junk"))
                                    .build())
                            .status())
                    .isEqualTo(Status.BAD_REQUEST);
            assertThat(orderer.submit(good.toBuilder()
                                    .setSignature(transaction("b").getSignature())
                                    .build())
                            .status())
                    .isEqualTo(Status.FORBIDDEN);
            assertThat(orderer.submit(good.toBuilder()
                            .setPayload(ByteString.copyFrom(new byte[11 << 20]))
                            .build()))
                    .satisfies(answer -> assertThat(answer.status()).isEqualTo(Status.BAD_REQUEST))
                    .satisfies(answer -> assertThat(answer.info()).contains("exceeds maximum allowed"));
        }
        assertThat(blocks).isEmpty();
    }

    @Test
    void refuses_a_client_whose_certificate_has_expired() {
        Clock later = Clock.fixed(Clock.systemUTC().instant().plus(Duration.ofDays(365 * 100)), ZoneOffset.UTC);
        try (Orderer orderer = Orderer.start(ledger, true, later)) {
            assertThat(orderer.submit(transaction("a")))
                    .isEqualTo(new Broadcast(Status.BAD_REQUEST, "broadcast client identity expired"));
        }
    }

    @Test
    void says_so_when_the_ledger_has_failed_and_takes_nothing_more() throws Exception {
        CountDownLatch tried = new CountDownLatch(1);
        Ledger broken = intercept(() -> {
            tried.countDown();
            throw new IllegalStateException("disk full");
        });
        Orderer orderer = Orderer.start(broken, true, Clock.systemUTC());
        orderer.submit(transaction("a"));
        assertThat(tried.await(20, TimeUnit.SECONDS)).isTrue();
        // Closing waits for the thread, and with it for the note of what went wrong.
        orderer.close();

        assertThat(orderer.submit(transaction("b")))
                .isEqualTo(new Broadcast(Status.SERVICE_UNAVAILABLE, "the ledger failed: disk full"));
    }

    @Test
    void an_error_ends_it_as_visibly_as_an_exception_does() throws Exception {
        CountDownLatch tried = new CountDownLatch(1);
        Orderer orderer = Orderer.start(
                intercept(() -> {
                    tried.countDown();
                    throw new NoClassDefFoundError("org/example/Lost");
                }),
                true,
                Clock.systemUTC());
        orderer.submit(transaction("a"));
        assertThat(tried.await(20, TimeUnit.SECONDS)).isTrue();
        orderer.close();

        assertThat(orderer.submit(transaction("b")))
                .isEqualTo(new Broadcast(Status.SERVICE_UNAVAILABLE, "the ledger failed: org/example/Lost"));
    }

    @Test
    void its_figures_say_what_waits_and_what_has_failed() throws Exception {
        Ledger held = held();
        Orderer orderer = Orderer.start(held, true, Clock.systemUTC());
        try {
            for (int i = 0; i < 3; i++) {
                orderer.submit(transaction("k" + i));
            }
            // One of them is perhaps no longer waiting but being committed.
            assertThat(orderer.figures().waitingEnvelopes()).isBetween(2, 3);
            assertThat(orderer.figures().waitingBytes()).isPositive();
            assertThat(orderer.figures().failure()).isEmpty();
        } finally {
            gate.countDown();
            orderer.close();
        }
        Orderer broken = Orderer.start(
                intercept(() -> {
                    throw new IllegalStateException("disk full");
                }),
                true,
                Clock.systemUTC());
        broken.submit(transaction("a"));
        while (broken.figures().failure().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(broken.figures().failure()).hasValue("the ledger failed: disk full");
        broken.close();
    }

    @Test
    void whoever_listens_hears_of_each_block_and_cannot_break_the_orderer() throws Exception {
        BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
        try (Orderer orderer = Orderer.start(ledger, true, Clock.systemUTC())) {
            orderer.tell((block, nanos) -> {
                assertThat(nanos).isPositive();
                heard.add(block.number());
                throw new IllegalStateException("bug of the listener");
            });
            orderer.submit(transaction("a"));
            long first = next().number();
            orderer.submit(transaction("b"));
            long second = next().number();
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(first);
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(second);
        }
    }

    private CommittedBlock next() throws InterruptedException {
        CommittedBlock block = blocks.poll(20, TimeUnit.SECONDS);
        assertThat(block).isNotNull();
        return block;
    }

    private Envelope transaction(String key) {
        return channel.transaction(ReadsAndWrites.put(key, "v"));
    }

    /** The ledger, whose commits wait for the gate. */
    private Ledger held() {
        return intercept(() -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private Ledger intercept(Runnable beforeCommit) {
        return (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        beforeCommit.run();
                    }
                    try {
                        return method.invoke(ledger, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
