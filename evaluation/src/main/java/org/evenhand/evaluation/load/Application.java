package org.evenhand.evaluation.load;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.evenhand.client.ClientCounters;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.stream.StreamWriter;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;

/** One application: submits as long as few enough of its tasks are open, one entry after the other. */
final class Application implements AutoCloseable {
    private final EvenhandClient client;
    private final StreamWriter stream;
    private final Semaphore room;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    /**
     * An application that has submitted nothing.
     *
     * @param openMax tasks of its that may be open
     */
    Application(LoadTarget network, PoolId pool, StreamId id, int openMax)
            throws IOException, EvenhandException, InterruptedException {
        client = network.client(id.msp(), id.name());
        stream = StreamWriter.open(client, pool, id);
        room = new Semaphore(openMax);
    }

    /** Submits an entry if there is room for its tasks and the entry before has been committed. */
    boolean offer(Entry entry, int tasks) {
        if (!last.isDone() || !room.tryAcquire(tasks)) {
            return false;
        }
        last.join();
        last = stream.write(entry);
        return true;
    }

    /** So many of its tasks have ended. */
    void ended(int tasks) {
        room.release(tasks);
    }

    ClientCounters counters() {
        return client.counters();
    }

    @Override
    public void close() {
        // Whether the last entry was committed has been told by its future; here it is only waited for.
        last.handle((done, failure) -> failure == null).join();
        stream.close();
        client.close();
    }
}
