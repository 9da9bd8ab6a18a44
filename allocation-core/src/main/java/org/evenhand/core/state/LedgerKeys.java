package org.evenhand.core.state;

import java.util.Locale;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;

/**
 * The keys of the ledger. Two kinds that never collide: <em>evidence</em> ({@code writer/}, {@code stream/}), written
 * by the stream's own writer (and for a lost key by an admin of its organisation), and <em>decisions</em>
 * ({@code head/}, {@code load/}, {@code queue/}), written by rounds alone; and the rare keys of governance
 * ({@code policy/}, {@code proposal/}, {@code class/}, {@code classes/}).
 */
public final class LedgerKeys {
    private LedgerKeys() {}

    public static String policy(PoolId pool) {
        return "policy/" + pool;
    }

    public static String proposal(PoolId pool, long number) {
        return "proposal/" + pool + "/" + String.format(Locale.ROOT, "%010d", number);
    }

    public static String taskClass(PoolId pool, ClassName name) {
        return "class/" + pool + "/" + name;
    }

    /** How many classes an organisation has defined. */
    public static String classCount(PoolId pool, MspId organisation) {
        return "classes/" + pool + "/" + organisation;
    }

    public static String writer(PoolId pool, StreamId stream) {
        return "writer/" + pool + "/" + stream;
    }

    /** The slot of an entry: the ring that keeps a stream from growing the state. */
    public static String slot(PoolId pool, StreamId stream, long sequence) {
        return slots(pool, stream) + String.format(Locale.ROOT, "%02d", sequence % Limits.STREAM_SLOTS);
    }

    /** What the keys of all slots of a stream start with. */
    public static String slots(PoolId pool, StreamId stream) {
        return "stream/" + pool + "/" + stream + "/";
    }

    public static String head(PoolId pool) {
        return "head/" + pool;
    }

    public static String shelf(PoolId pool, int shelf) {
        return "load/" + pool + "/" + String.format(Locale.ROOT, "%04d", shelf);
    }

    public static String queue(PoolId pool, int priority) {
        return "queue/" + pool + "/" + priority;
    }
}
