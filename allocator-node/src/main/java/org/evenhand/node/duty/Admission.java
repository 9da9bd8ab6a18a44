package org.evenhand.node.duty;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.TaskClass;
import org.evenhand.node.execution.ResourceSum;

/**
 * Decides how many tasks may start beside what runs. Processor, network and storage are used up to the node's target;
 * memory and countable resources up to all there is, for they do not give way. Whoever does not get all it wants keeps
 * what it lacks from those behind it, so that small tasks cannot starve a large one.
 *
 * <p>Example: capacity 4,000 millicores, target 7,000 basis points, background 300, three tasks of 500 run. Free are
 * {@code 2,800 - 300 - 1,500 = 1,000}: two more tasks of 500 may start.
 */
final class Admission {
    private final Resources capacity;
    private final int targetBasisPoints;
    private final Resources background;
    private final ResourceSum running;
    private final Set<String> spokenFor = new TreeSet<>();
    private boolean idle;

    /**
     * Admission for one moment.
     *
     * @param capacity of the node
     * @param targetBasisPoints of the pool's policy
     * @param background load on the node that is not the pool's
     * @param running demand of the tasks that run
     */
    Admission(Resources capacity, int targetBasisPoints, Resources background, Resources running) {
        this.capacity = capacity;
        this.targetBasisPoints = targetBasisPoints;
        this.background = background;
        this.running = new ResourceSum().add(running, 1);
        this.idle = running.isEmpty();
    }

    /** Admits as many of the wanted tasks as may start now, and counts them as running. */
    long admit(TaskClass taskClass, long wanted) {
        long admitted = wanted;
        for (Map.Entry<String, Long> demand : taskClass.demand().amounts().entrySet()) {
            String resource = demand.getKey();
            long room = spokenFor.contains(resource) ? 0 : limit(resource) - used(resource);
            admitted = Math.min(admitted, Math.max(0, room) / demand.getValue());
        }
        if (admitted == 0 && idle && couldRunAlone(taskClass)) {
            admitted = 1;
        }
        running.add(taskClass.demand(), admitted);
        idle = idle && admitted == 0;
        if (admitted < wanted) {
            speakForWhatIsShort(taskClass);
        }
        return admitted;
    }

    /** One task may exceed the target of a node that does nothing else: otherwise nobody would ever run it. */
    private boolean couldRunAlone(TaskClass taskClass) {
        for (Map.Entry<String, Long> demand : taskClass.demand().amounts().entrySet()) {
            String resource = demand.getKey();
            boolean fits = gives(resource)
                    ? background.amount(resource) < limit(resource)
                    : background.amount(resource) + demand.getValue() <= capacity.amount(resource);
            if (!fits || spokenFor.contains(resource)) {
                return false;
            }
        }
        return true;
    }

    private void speakForWhatIsShort(TaskClass taskClass) {
        taskClass.demand().amounts().forEach((resource, demand) -> {
            if (limit(resource) - used(resource) < demand) {
                spokenFor.add(resource);
            }
        });
    }

    private long limit(String resource) {
        long all = capacity.amount(resource);
        return gives(resource) ? all * targetBasisPoints / Limits.BASIS_POINTS : all;
    }

    private long used(String resource) {
        return background.amount(resource) + running.amount(resource);
    }

    /** Whether too many users of a resource slow one another down, rather than shut one another out. */
    private static boolean gives(String resource) {
        return Resources.isStandard(resource) && !resource.equals(Resources.MEMORY);
    }
}
