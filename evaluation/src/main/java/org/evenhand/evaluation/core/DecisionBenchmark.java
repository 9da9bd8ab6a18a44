package org.evenhand.evaluation.core;

import java.util.concurrent.TimeUnit;
import org.evenhand.core.contract.Outcome;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.TaskClass;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One round, from the bytes on the ledger to the bytes to be written: what an endorser computes, without the network
 * between it and its peer.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecisionBenchmark {
    private static final ClassName NAME = new ClassName("short");
    private static final TaskClass SHORT = new TaskClass(NAME, Resources.of(10, 1, 0, 0), 3, 10, true, 3);
    private static final int REPORTS = 10;
    private static final int ONE_TASK_SUBMISSIONS = 1_000;

    @Param({"16", "100"})
    public int nodes;

    private MemoryPool reporting = new MemoryPool(MemoryPool.policy(), SHORT);
    private MemoryPool single = new MemoryPool(MemoryPool.policy(), SHORT);

    /** Nodes that have left their probation; one million tasks, or a thousand submissions of one, wait. */
    @Setup
    public void fill() {
        reporting = pool();
        for (int i = 0; i < REPORTS; i++) {
            reporting.append(
                    MemoryPool.node(i), Entry.builder().report(reporting.idle()).build());
        }
        reporting.append(
                MemoryPool.node(0),
                Entry.builder()
                        .submit(Submission.of(NAME, 1_000_000, Digest.of("payload")))
                        .build());
        single = pool();
        Entry.Builder entry = Entry.builder();
        for (int i = 0; i < ONE_TASK_SUBMISSIONS; i++) {
            entry.submit(Submission.of(NAME, 1, Digest.of("payload")));
        }
        single.append(MemoryPool.node(0), entry.build());
    }

    private MemoryPool pool() {
        MemoryPool pool = new MemoryPool(MemoryPool.policy(), SHORT);
        for (int i = 0; i < nodes; i++) {
            pool.join(i, Resources.of(4_000, 8_192, 0, 0));
        }
        pool.commit(pool.decide());
        pool.pass(60_000);
        for (int i = 0; i < nodes; i++) {
            pool.append(MemoryPool.node(i), Entry.builder().report(pool.idle()).build());
        }
        pool.commit(pool.decide());
        return pool;
    }

    /** Ten reports taken, a submission of a million tasks placed over all nodes. */
    @Benchmark
    public Outcome roundWithTenReports() {
        return reporting.decide();
    }

    /** A thousand submissions of one task each: multiply by 1,000 for decisions a second. */
    @Benchmark
    public Outcome roundWithThousandOneTaskSubmissions() {
        return single.decide();
    }
}
