package org.evenhand.cli.campaign;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.stream.StreamWriter;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;

/** Submits as long as few enough tasks are open, whatever happens to the network, and keeps what was acknowledged. */
final class Load {
    private static final long PAUSE_MILLIS = 200;
    private static final int TASKS = 3;

    private final StreamWriter writer;
    private final Observer observer;
    private final ClassName taskClass;
    private final long openMax;
    private final Thread thread = new Thread(this::run, "load");
    private final TreeMap<SubmissionId, Long> acknowledged = new TreeMap<>();
    private volatile boolean stopped;
    private long tasks;
    private long unanswered;

    Load(EvenhandClient client, PoolId pool, StreamId stream, Observer observer, ClassName taskClass, long openMax)
            throws EvenhandException, InterruptedException {
        this.writer = StreamWriter.open(client, pool, stream);
        this.observer = observer;
        this.taskClass = taskClass;
        this.openMax = openMax;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            for (long number = 0; !stopped; number++) {
                if (tasks() - observer.ended() < openMax) {
                    submit(number);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit(long number) throws InterruptedException {
        try {
            SubmissionId id = writer.submit(Submission.of(taskClass, TASKS, Digest.of("payload " + number)))
                    .get();
            synchronized (this) {
                acknowledged.put(id, (long) TASKS);
                tasks += TASKS;
            }
        } catch (ExecutionException notAcknowledged) {
            // Whoever submits is told so, and may look; here it is only counted.
            synchronized (this) {
                unanswered++;
            }
        }
    }

    /** Acknowledged tasks. */
    synchronized long tasks() {
        return tasks;
    }

    synchronized long unanswered() {
        return unanswered;
    }

    synchronized Map<SubmissionId, Long> acknowledged() {
        return new TreeMap<>(acknowledged);
    }

    /** Submits nothing more. */
    void end() throws InterruptedException {
        stopped = true;
        thread.join();
        writer.close();
    }
}
