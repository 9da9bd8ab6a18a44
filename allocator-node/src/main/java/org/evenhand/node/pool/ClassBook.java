package org.evenhand.node.pool;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.TaskClass;
import org.evenhand.node.ledger.LedgerException;
import org.evenhand.node.ledger.PoolLedger;
import org.evenhand.node.time.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The task classes that somebody here has asked for; a class never changes, so each is read once. */
final class ClassBook {
    private static final Logger LOG = LoggerFactory.getLogger(ClassBook.class);
    private static final long RETRY_MILLIS = 500;

    private final PoolLedger ledger;
    private final Timers timers;
    private final Executor calls;
    private final Runnable onKnown;
    private final Map<ClassName, TaskClass> known = new ConcurrentHashMap<>();
    private final Set<ClassName> asked = ConcurrentHashMap.newKeySet();

    ClassBook(PoolLedger ledger, Timers timers, Executor calls, Runnable onKnown) {
        this.ledger = ledger;
        this.timers = timers;
        this.calls = calls;
        this.onKnown = onKnown;
    }

    /** The class, or nothing while it is being read. */
    Optional<TaskClass> find(ClassName name) {
        TaskClass taskClass = known.get(name);
        if (taskClass == null && asked.add(name)) {
            calls.execute(() -> read(name));
            // An executor that runs at once has read it by now.
            taskClass = known.get(name);
        }
        return Optional.ofNullable(taskClass);
    }

    private void read(ClassName name) {
        try {
            known.put(name, ledger.taskClass(name));
            onKnown.run();
        } catch (LedgerException e) {
            LOG.warn("class {} could not be read, trying again: {}", name, e.getMessage());
            timers.after(RETRY_MILLIS, () -> calls.execute(() -> read(name)));
        }
    }
}
