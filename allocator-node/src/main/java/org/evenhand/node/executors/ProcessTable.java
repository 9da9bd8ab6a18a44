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

    private final Map<Long, List<ProcessHandle>> children = new HashMap<>();
    private long lookedNanos;
    private boolean looked;

    /** The descendants of a process, as of some moment not long ago; those of a process that ended are not found. */
    synchronized List<ProcessHandle> descendants(ProcessHandle root) {
        long now = System.nanoTime();
        if (!looked || now - lookedNanos > LOOK_NANOS) {
            look();
            looked = true;
            lookedNanos = now;
        }
        return descendantsOf(root);
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

    /** Ends a process and all that descend from it. */
    static void destroy(ProcessHandle root) {
        // Listed before the root ends: afterwards nobody can tell whose children they were.
        List<ProcessHandle> descendants = root.descendants().toList();
        root.destroyForcibly();
        for (ProcessHandle descendant : descendants) {
            descendant.descendants().forEach(ProcessHandle::destroyForcibly);
            descendant.destroyForcibly();
        }
    }
}
