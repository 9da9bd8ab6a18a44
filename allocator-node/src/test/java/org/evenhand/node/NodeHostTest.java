package org.evenhand.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.node.execution.BackgroundLoad;
import org.evenhand.node.execution.TimePassingExecutor;
import org.evenhand.node.ledger.LedgerException;
import org.evenhand.node.sensing.ProcessShareSensor;
import org.evenhand.node.time.ManualTimers;
import org.evenhand.node.time.SystemTimers;
import org.junit.jupiter.api.Test;

class NodeHostTest {
    private static final StreamId NODE = StreamId.parse("Org1MSP.a");

    @Test
    void a_node_that_has_ended_is_forgotten() throws LedgerException {
        ContractLedger ledger = new ContractLedger(new ManualTimers(), Policy.of(List.of(new MspId("Org1MSP"))));
        ledger.cutOff(NODE, true);
        try (NodeHost host = NodeHost.open(ledger, new SystemTimers())) {
            TimePassingExecutor executor = new TimePassingExecutor(host.timers(), 1);
            AllocatorNode node = host.start(new NodeParts(
                    NODE,
                    Resources.of(1_000, 0, 0, 0),
                    ledger.ofNode(NODE),
                    executor,
                    new ProcessShareSensor(executor, BackgroundLoad.declared()),
                    NodePace.DEFAULT));
            assertThat(host.nodes()).containsExactly(node);
            node.kill();
            assertThat(host.nodes()).isEmpty();
        }
    }
}
