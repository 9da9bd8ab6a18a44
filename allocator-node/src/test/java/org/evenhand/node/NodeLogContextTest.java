package org.evenhand.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.KeyValuePair;

class NodeLogContextTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("org.evenhand.node");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            // Otherwise an event looks at the thread when it is asked.
            event.prepareForDeferredProcessing();
            super.append(event);
        }
    };

    NodeLogContextTest() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void listen_no_more() {
        logger.detachAppender(logged);
    }

    @Test
    void what_a_node_logs_says_which_node_of_which_pool_it_is() {
        TestPool pool = new TestPool();
        pool.node(TestPool.A);
        pool.timers.pass(3_000);
        pool.ledger.cutOff(TestPool.A, true);
        pool.timers.pass(20_000);
        List<ILoggingEvent> lost = logged.list.stream()
                .filter(event -> event.getFormattedMessage().contains("has lost the ledger"))
                .toList();
        assertThat(lost).hasSize(1);
        assertThat(lost.get(0).getMDCPropertyMap())
                .containsEntry("pool", "edge")
                .containsEntry("node", "Org1MSP.a");
        assertThat(MDC.get("node")).isNull();
    }

    @Test
    void a_gap_in_the_rounds_says_in_which_round_of_which_pool() {
        TestPool pool = new TestPool();
        pool.node(TestPool.A);
        pool.timers.pass(3_000);
        pool.ledger.mute(true);
        pool.submit(TestPool.FRAME, 1);
        pool.timers.pass(2_000);
        pool.ledger.mute(false);
        pool.submit(TestPool.FRAME, 1);
        pool.timers.pass(5_000);
        assertThat(logged.list)
                .filteredOn(event -> event.getFormattedMessage().contains("reading the pool again"))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.getKeyValuePairs())
                        .extracting((KeyValuePair pair) -> pair.key)
                        .containsExactly("pool", "round"));
    }
}
