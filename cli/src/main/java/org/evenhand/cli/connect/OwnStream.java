package org.evenhand.cli.connect;

import java.util.concurrent.ExecutionException;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.stream.StreamWriter;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;

/**
 * A stream, and a client that may write it.
 *
 * @param opened the client; closed with this
 * @param stream the stream
 */
public record OwnStream(PoolClient opened, StreamId stream) implements AutoCloseable {
    public EvenhandClient client() {
        return opened.client();
    }

    public PoolId pool() {
        return opened.pool();
    }

    /**
     * Appends an entry, and returns its number. The stream's daemon may be writing too: whoever finds a number taken
     * goes on with the next.
     */
    public long append(Entry entry) throws EvenhandException, InterruptedException, ExecutionException {
        try (StreamWriter writer = StreamWriter.open(client(), pool(), stream)) {
            return writer.write(entry).get().sequence();
        }
    }

    @Override
    public void close() {
        opened.close();
    }
}
