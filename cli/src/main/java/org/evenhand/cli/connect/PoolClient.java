package org.evenhand.cli.connect;

import java.io.IOException;
import org.evenhand.client.EvenhandClient;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.PoolId;

/**
 * A client and the pool it was opened for.
 *
 * @param target where it is
 * @param client who calls it; closed with this
 */
public record PoolClient(Target target, EvenhandClient client) implements AutoCloseable {
    static PoolClient open(Target target) throws IOException {
        return new PoolClient(target, target.connect());
    }

    public PoolId pool() {
        return target.pool();
    }

    public MspId msp() {
        return target.msp();
    }

    @Override
    public void close() {
        client.close();
    }
}
