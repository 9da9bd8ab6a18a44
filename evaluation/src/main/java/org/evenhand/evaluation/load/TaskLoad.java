package org.evenhand.evaluation.load;

import java.time.Duration;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;

final class TaskLoad {
    static final int LARGE = 10_000;
    static final int SINGLE = 1;

    TaskLoad(LoadTarget network, Policy policy) {}

    TaskRate run(PoolId pool, int size, Duration duration) {
        return new TaskRate(0, 0, 0, 0, 0, 0, 0);
    }
}
