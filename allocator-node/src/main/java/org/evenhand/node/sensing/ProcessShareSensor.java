package org.evenhand.node.sensing;

import org.evenhand.core.model.Resources;
import org.evenhand.node.execution.BackgroundLoad;
import org.evenhand.node.execution.ResourceSum;
import org.evenhand.node.execution.TaskExecutor;

/**
 * For several nodes on one machine: each says what its own executor uses and what its own background load uses, so each
 * tells a truth of its own.
 */
public final class ProcessShareSensor implements Sensor {
    private final TaskExecutor executor;
    private final BackgroundLoad background;

    public ProcessShareSensor(TaskExecutor executor, BackgroundLoad background) {
        this.executor = executor;
        this.background = background;
    }

    @Override
    public Resources usage() {
        return new ResourceSum()
                .add(executor.usage(), 1)
                .add(background.usage(), 1)
                .toResources();
    }
}
