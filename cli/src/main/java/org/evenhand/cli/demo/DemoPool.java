package org.evenhand.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.Timing;

/**
 * The pool of the demonstration. Its intervals are short, so that a story fits into half a minute; its capacities are
 * small, since all nodes share one machine and their tasks really use what their classes say.
 */
final class DemoPool {
    static final PoolId ID = new PoolId("demo");
    static final TaskClass FRAME = new TaskClass(new ClassName("frame"), demand(40, 16, 0), 3, 500, true, 5);
    static final TaskClass INDEX = new TaskClass(new ClassName("index"), demand(20, 24, 20), 5, 300, true, 5);

    /** Long enough that an overloaded node still has some to give away. */
    static final TaskClass TRAIN = new TaskClass(new ClassName("train"), demand(30, 32, 0), 1, 6_000, true, 5);

    static final List<TaskClass> CLASSES = List.of(FRAME, INDEX, TRAIN);

    /** Capacities repeat after so many nodes. */
    private static final long[] CPU_MILLICORES = {110, 240, 90, 160, 200, 130, 100, 180};

    private static final int CPU_JITTER = 20;
    private static final long MEMORY_MIB = 512;
    private static final long STORAGE_IOPS = 400;

    private DemoPool() {}

    private static Resources demand(long cpu, long memory, long storage) {
        return Resources.of(cpu, memory, 0, storage);
    }

    static Policy policy(List<MspId> members) {
        Timing timing = new Timing(500, 2_000, 5_000, 7_000, 3_000, 8_000, 5_000, 2_000, 400, 10_000);
        return Policy.of(members).withTiming(timing);
    }

    /**
     * A node of the demonstration.
     *
     * @param id its name
     * @param capacity what it has
     */
    record Plan(StreamId id, Resources capacity) {}

    /** So many nodes, unequal, dealt to the organisations in turn. */
    static List<Plan> nodes(int count, List<MspId> organisations, Random random) {
        List<Plan> plans = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            MspId msp = organisations.get(i % organisations.size());
            long cpu = CPU_MILLICORES[i % CPU_MILLICORES.length] + random.nextInt(CPU_JITTER);
            plans.add(new Plan(new StreamId(msp, "node-" + (i + 1)), Resources.of(cpu, MEMORY_MIB, 0, STORAGE_IOPS)));
        }
        return plans;
    }
}
