package org.evenhand.cli.soak;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.evenhand.audit.ChaincodeAuditor;
import org.evenhand.audit.ChaincodeTransaction;
import org.evenhand.audit.Findings;
import org.evenhand.audit.block.ReadWriteSet;
import org.evenhand.audit.state.StateView;
import org.evenhand.core.contract.Functions;
import org.evenhand.core.model.Limits;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;

/** How the contract's state grew, as the ledger's own transactions tell. */
final class WorldGrowth implements ChaincodeAuditor {
    private static final String STREAM = "stream/";

    private final long stepMillis;
    private final TreeMap<String, Integer> bytesByKey = new TreeMap<>();
    private final List<Size> sizes = new ArrayList<>();
    private long nextMillis;
    private long rounds;

    WorldGrowth(long stepMillis) {
        this.stepMillis = stepMillis;
    }

    /**
     * The state at one moment.
     *
     * @param slots keys of streams' rings
     * @param otherKeys all others
     * @param otherBytes bytes of their values
     */
    record Size(long slots, long otherKeys, long otherBytes) {}

    @Override
    public void audit(ChaincodeTransaction transaction, StateView before, Findings findings) {
        long millis = transaction.timestamp().getSeconds() * 1_000;
        if (nextMillis == 0) {
            nextMillis = millis + stepMillis;
        }
        while (millis >= nextMillis) {
            sizes.add(size());
            nextMillis += stepMillis;
        }
        if (transaction.arguments().get(0).equals(ByteString.copyFromUtf8(Functions.DECIDE_ROUND))) {
            rounds++;
        }
        String own = transaction.action().getChaincodeId().getName();
        for (ReadWriteSet.Namespace namespace : transaction.readWriteSet().namespaces()) {
            if (namespace.name().equals(own)) {
                namespace.open().getWritesList().forEach(this::write);
            }
        }
    }

    private void write(KVWrite write) {
        if (write.getIsDelete()) {
            bytesByKey.remove(write.getKey());
        } else {
            bytesByKey.put(write.getKey(), write.getValue().size());
        }
    }

    private Size size() {
        long slots = 0;
        long otherKeys = 0;
        long otherBytes = 0;
        for (var key : bytesByKey.entrySet()) {
            if (key.getKey().startsWith(STREAM)) {
                slots++;
            } else {
                otherKeys++;
                otherBytes += key.getValue();
            }
        }
        return new Size(slots, otherKeys, otherBytes);
    }

    /** The state at every step. */
    List<Size> sizes() {
        return List.copyOf(sizes);
    }

    /** How many keys the rings of all streams may have at most. */
    long slotsMax() {
        TreeSet<String> streams = new TreeSet<>();
        bytesByKey.keySet().stream()
                .filter(key -> key.startsWith(STREAM))
                .forEach(key -> streams.add(key.substring(0, key.lastIndexOf('/'))));
        return (long) streams.size() * Limits.STREAM_SLOTS;
    }

    @Override
    public long roundsReplayed() {
        return rounds;
    }
}
