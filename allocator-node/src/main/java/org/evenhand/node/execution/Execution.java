package org.evenhand.node.execution;

import org.evenhand.core.range.RangeSet;

/** An assignment that was started. */
public interface Execution {
    /** What has ended since the last call, and what runs now. */
    Progress progress();

    /** Takes tasks out, those that run included; nothing of them appears in any later progress. */
    void stop(RangeSet tasks);
}
