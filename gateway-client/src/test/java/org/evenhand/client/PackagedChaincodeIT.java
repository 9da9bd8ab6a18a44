package org.evenhand.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract with the jars that it is shipped with. Tests inside this JVM have a larger class path, so a jar that is
 * missing in the image would be noticed by the first peer that connects, and by nobody before.
 */
final class PackagedChaincodeIT {
    private static final StreamId NODE = StreamId.parse("Org1MSP.node-1");

    @Test
    @Timeout(120)
    void the_packaged_contract_serves_a_network_with_the_jars_of_its_image_alone(@TempDir Path folder)
            throws Exception {
        Path jars = Path.of(System.getProperty("evenhand.chaincode.jars", "../chaincode/target/image/lib"));
        try (ChaincodeProcess chaincode = ChaincodeProcess.start(jars);
                TestNetwork network = new TestNetwork(folder, organisation -> chaincode.address())) {
            PoolId pool = Steps.found(network, "packaged");
            EvenhandClient node = network.member("Org1MSP", "node-1");
            node.append(pool, NODE, 1, Steps.register());
            Steps.decide(node, pool, NODE, Steps.upTo(Map.of(NODE, 1L)));

            assertThat(node.listNodes(pool)).hasSize(1);
            assertThat(node.getRound(pool, 1).proposer()).isEqualTo(NODE);
        }
    }
}
