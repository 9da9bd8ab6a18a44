package org.evenhand.node.execution;

import org.evenhand.core.model.Resources;

/** Load on a node that is not the pool's: other programs of its owner. */
public interface BackgroundLoad extends AutoCloseable {
    /** What it uses now. */
    Resources usage();

    /** Changes how much it uses, from now on. */
    void change(Resources amounts);

    @Override
    void close();

    /** Load that is only said to be there: for nodes that only simulate. Starts with nothing. */
    static BackgroundLoad declared() {
        return new BackgroundLoad() {
            private volatile Resources declared = Resources.NONE;

            @Override
            public Resources usage() {
                return declared;
            }

            @Override
            public void change(Resources amounts) {
                declared = amounts;
            }

            @Override
            public void close() {
                declared = Resources.NONE;
            }
        };
    }
}
