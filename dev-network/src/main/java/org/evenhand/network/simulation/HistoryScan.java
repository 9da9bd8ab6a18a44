package org.evenhand.network.simulation;

import com.google.protobuf.ByteString;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.evenhand.network.ledger.HistoricValue;
import org.hyperledger.fabric.protos.ledger.queryresult.KeyModification;

/** A key's history, the newest write first. History is not part of a read-write set: nothing validates it. */
final class HistoryScan implements ResultCursor {
    private final Iterator<HistoricValue> values;

    HistoryScan(List<HistoricValue> values) {
        this.values = values.iterator();
    }

    @Override
    public Optional<ByteString> next() {
        if (!values.hasNext()) {
            return Optional.empty();
        }
        HistoricValue value = values.next();
        return Optional.of(KeyModification.newBuilder()
                .setTxId(value.txId())
                .setValue(value.value())
                .setTimestamp(value.timestamp())
                .setIsDelete(value.deleted())
                .build()
                .toByteString());
    }

    @Override
    public String bookmark() {
        return "";
    }
}
