package org.evenhand.node.executors;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Who descends from whom. Looking at all processes costs milliseconds, so everybody shares one look for a while. */
final class ProcessTable {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Who is about to end processes wants to know of all; but hundreds may end at once. */
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Map<Long, List<ProcessHandle>> children = new HashMap<>();
    private long lookedNanos;
    private boolean looked;

    /** The descendants of a process, as of some moment not long ago; those of a process that ended are not found. */
    synchronized List<ProcessHandle> descendants(ProcessHandle root) {
        lookAgainAfter(LOOK_NANOS);
        return descendantsOf(root);
    }

    /** Ends a process and all that descend from it. The signals are sent when this returns. */
    synchronized void destroy(ProcessHandle root) {
        // Found before the root ends: afterwards nobody can tell whose children they were.
        lookAgainAfter(FRESH_NANOS);
        List<ProcessHandle> descendants = descendantsOf(root);
        root.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    private void lookAgainAfter(long nanos) {
        long now = System.nanoTime();
        if (!looked || now - lookedNanos > nanos) {
            look();
            looked = true;
            lookedNanos = now;
        }
    }

    private void look() {
        children.clear();
        ProcessHandle.allProcesses().forEach(process -> process.parent()
                .ifPresent(parent -> children.computeIfAbsent(parent.pid(), absent -> new ArrayList<>())
                        .add(process)));
    }

    private List<ProcessHandle> descendantsOf(ProcessHandle root) {
        List<ProcessHandle> found = new ArrayList<>();
        Deque<ProcessHandle> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            for (ProcessHandle child : children.getOrDefault(open.remove().pid(), List.of())) {
                if (child.isAlive()) {
                    found.add(child);
                    open.add(child);
                }
            }
        }
        return found;
    }
}
