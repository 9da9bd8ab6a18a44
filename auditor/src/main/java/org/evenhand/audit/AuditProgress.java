package org.evenhand.audit;

import java.util.OptionalLong;

/** Is told how far an audit has come. */
@FunctionalInterface
public interface AuditProgress {
    /** Says nothing to nobody. */
    AuditProgress NONE = (blocks, height, transactions) -> {};

    /**
     * Called after each block, on the thread that called the audit.
     *
     * @param blocks blocks done
     * @param height blocks in all, where the source knows
     * @param transactions transactions done
     */
    void done(long blocks, OptionalLong height, long transactions);
}
