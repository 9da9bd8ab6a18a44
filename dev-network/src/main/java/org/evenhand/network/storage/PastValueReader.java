package org.evenhand.network.storage;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.AbstractList;
import java.util.List;
import java.util.function.LongFunction;
import org.evenhand.network.ledger.CorruptLedgerException;
import org.evenhand.network.ledger.HistoricValue;
import org.evenhand.network.ledger.Version;
import org.evenhand.network.rwset.Location;
import org.evenhand.network.rwset.ReadWriteSet.Write;
import org.evenhand.network.validation.BlockValidator;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;

/**
 * Reads a key's past values from the blocks in which they were written, each when it is looked at: a key that every
 * round writes has as many past values as there are blocks, and most who ask want the last few.
 *
 * @param history where keys were written.
 * @param blocks how to read a block.
 */
record PastValueReader(History history, LongFunction<Block> blocks) implements LedgerState.PastValues {
    @Override
    public List<HistoricValue> of(String namespace, String key, long height) {
        Location location = Location.publicState(namespace);
        List<Version> versions = history.writes(namespace, key, height);
        return new AbstractList<>() {
            @Override
            public HistoricValue get(int index) {
                return value(location, key, versions.get(index));
            }

            @Override
            public int size() {
                return versions.size();
            }
        };
    }

    private HistoricValue value(Location location, String key, Version version) {
        ByteString envelope = blocks.apply(version.block()).getData().getData((int) version.transaction());
        try {
            Payload payload = Payload.parseFrom(Envelope.parseFrom(envelope).getPayload());
            ChannelHeader header = ChannelHeader.parseFrom(payload.getHeader().getChannelHeader());
            for (Write write : BlockValidator.effect(payload).writes()) {
                if (write.location().equals(location) && write.key().equals(key)) {
                    return new HistoricValue(header.getTxId(), write.value(), header.getTimestamp(), write.deleted());
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new CorruptLedgerException("transaction at " + version + " is unreadable", e);
        }
        throw new CorruptLedgerException("transaction at " + version + " no longer writes " + location + " " + key);
    }
}
