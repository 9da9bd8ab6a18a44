package org.evenhand.node.sensing;

import org.evenhand.core.model.Resources;

/** Says what is in use on a node, by the pool's tasks and by everything else. Called by one thread at a time. */
@FunctionalInterface
public interface Sensor {
    /** Amounts in use now; rates are over the time since the last call. */
    Resources usage();
}
