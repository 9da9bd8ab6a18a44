package org.evenhand.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Utilisation;

/** What tests do on a network to get a pool to work. */
final class Steps {
    static final MspId ORG1 = new MspId("Org1MSP");
    static final MspId ORG2 = new MspId("Org2MSP");
    static final TaskClass FRAME =
            new TaskClass(new ClassName("frame"), Resources.of(100, 16, 0, 0), 3, 1_000, true, 3);
    static final Digest RESULT = Digest.of("result");

    private Steps() {}

    /** A pool of two organisations, with one class. */
    static PoolId found(TestNetwork network, String name) throws Exception {
        PoolId pool = new PoolId(name);
        EvenhandClient admin1 = network.admin("Org1MSP");
        Policy policy = Policy.of(List.of(ORG1, ORG2));
        admin1.proposePolicy(pool, 1, policy);
        assertThat(admin1.getPool(pool).adopted()).isEmpty();
        network.admin("Org2MSP").approvePolicy(pool, 1, Digest.of(policy.toJson()));
        admin1.defineTaskClass(pool, FRAME);
        assertThat(admin1.getPool(pool).adopted()).isPresent();
        return pool;
    }

    /** A round of an organisation whose turn it is not is refused until the turn time has passed. */
    static Committed decide(EvenhandClient client, PoolId pool, StreamId proposer, SortedMap<StreamId, Long> inputs)
            throws Exception {
        while (true) {
            try {
                return client.decideRound(pool, proposer, inputs);
            } catch (EndorseFailedException refused) {
                if (refused.refusal().orElseThrow(() -> refused).code() != RefusalCode.NOT_YOUR_TURN) {
                    throw refused;
                }
            }
        }
    }

    static SortedMap<StreamId, Long> upTo(Map<StreamId, Long> inputs) {
        return new TreeMap<>(inputs);
    }

    static Entry register() {
        return Entry.builder()
                .request(NodeRequest.register(Resources.of(8_000, 8_192, 0, 0)))
                .report(report(List.of()))
                .build();
    }

    static Entry finished(TaskRange... ranges) {
        List<StatusReport.Finished> finished = new ArrayList<>();
        for (TaskRange range : ranges) {
            finished.add(new StatusReport.Finished(range, 5, RESULT));
        }
        return Entry.builder().report(report(finished)).build();
    }

    private static StatusReport report(List<StatusReport.Finished> finished) {
        return new StatusReport(
                System.currentTimeMillis(), new Utilisation(new TreeMap<>()), List.of(), finished, List.of());
    }
}
