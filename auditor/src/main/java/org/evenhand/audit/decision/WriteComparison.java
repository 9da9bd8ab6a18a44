package org.evenhand.audit.decision;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.audit.block.ReadWriteSet;
import org.evenhand.core.json.Bytes;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;

/** Compares what a transaction wrote with what the contract writes, and says where they part. */
final class WriteComparison {
    private static final int SHOWN_CHARS_MAX = 300;

    private WriteComparison() {}

    static Optional<String> difference(SortedMap<String, Bytes> expected, ReadWriteSet actual, String own) {
        SortedMap<String, ByteString> written = new TreeMap<>();
        for (ReadWriteSet.Namespace namespace : actual.namespaces()) {
            if (!namespace.name().equals(own)) {
                if (namespace.writes()) {
                    return Optional.of("it writes to namespace " + namespace.name());
                }
                continue;
            }
            if (namespace.open().getMetadataWritesCount() > 0
                    || !namespace.collections().isEmpty()) {
                return Optional.of("it writes metadata or private data");
            }
            for (KVWrite write : namespace.open().getWritesList()) {
                if (written.put(write.getKey(), write.getIsDelete() ? ByteString.EMPTY : write.getValue()) != null) {
                    return Optional.of("it writes " + write.getKey() + " twice");
                }
            }
        }
        for (Map.Entry<String, Bytes> write : expected.entrySet()) {
            ByteString found = written.remove(write.getKey());
            if (found == null) {
                return Optional.of("it does not write " + write.getKey());
            }
            if (!ContractReplay.sameBytes(write.getValue(), found)) {
                return Optional.of("it writes " + write.getKey() + " = " + shown(found.toStringUtf8()) + ", expected "
                        + shown(write.getValue().toString()));
            }
        }
        return written.isEmpty() ? Optional.empty() : Optional.of("it also writes " + written.keySet());
    }

    private static String shown(String text) {
        return text.length() <= SHOWN_CHARS_MAX ? text : text.substring(0, SHOWN_CHARS_MAX) + "...";
    }
}
