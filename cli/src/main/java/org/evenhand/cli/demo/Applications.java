package org.evenhand.cli.demo;

import java.util.List;
import java.util.Random;
import org.evenhand.client.stream.StreamWriter;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.TaskClass;

/** The organisations' applications: each submits a few tasks of every class, again and again. */
final class Applications {
    private static final int MEAN_FRAMES = 2;
    private static final int SUBMISSIONS_PER_TRAIN = 5;
    private static final int MEAN_INDEXES = 2;

    private final List<StreamWriter> streams;
    private final Random random;
    private int turn;
    private long submitted;

    Applications(List<StreamWriter> streams, Random random) {
        this.streams = streams;
        this.random = random;
    }

    /** Submits for the next organisation, and waits until that is committed. */
    void submit() {
        StreamWriter stream = streams.get(turn++ % streams.size());
        Entry.Builder entry = Entry.builder();
        add(entry, DemoPool.FRAME, 1 + random.nextInt(2 * MEAN_FRAMES));
        add(entry, DemoPool.INDEX, 1 + random.nextInt(2 * MEAN_INDEXES));
        add(entry, DemoPool.TRAIN, random.nextInt(SUBMISSIONS_PER_TRAIN) == 0 ? 1 : 0);
        stream.write(entry.build()).join();
    }

    /** Submits some of the long tasks, so that every node has some. */
    void submitTrains(int count) {
        Entry.Builder entry = Entry.builder();
        add(entry, DemoPool.TRAIN, count);
        streams.get(0).write(entry.build()).join();
    }

    private void add(Entry.Builder entry, TaskClass taskClass, int count) {
        if (count > 0) {
            Digest payload = Digest.of(taskClass.name() + "/" + submitted);
            entry.submit(Submission.of(taskClass.name(), count, payload));
            submitted += count;
        }
    }

    /** Tasks that have been submitted and committed. */
    long submitted() {
        return submitted;
    }
}
