package org.evenhand.audit.effect;

import org.evenhand.audit.block.ReadWriteSet;
import org.evenhand.audit.state.BlockUpdates;
import org.evenhand.audit.state.KeySpace;
import org.evenhand.audit.state.Version;
import org.evenhand.audit.state.VersionedValue;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVReadHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** Whether what a transaction read is still so when its turn comes: multi-version concurrency control and phantoms. */
public final class ConflictCheck {
    private ConflictCheck() {}

    /** Returns VALID, MVCC_READ_CONFLICT or PHANTOM_READ_CONFLICT, in the order in which a peer looks. */
    public static TxValidationCode check(ReadWriteSet readWriteSet, BlockUpdates updates) {
        for (ReadWriteSet.Namespace namespace : readWriteSet.namespaces()) {
            KeySpace space = KeySpace.open(namespace.name());
            for (KVRead read : namespace.open().getReadsList()) {
                if (!isUnchanged(
                        space,
                        read.getKey(),
                        read.hasVersion(),
                        read.getVersion().getBlockNum(),
                        read.getVersion().getTxNum(),
                        updates)) {
                    return TxValidationCode.MVCC_READ_CONFLICT;
                }
            }
            for (RangeQueryInfo query : namespace.open().getRangeQueriesInfoList()) {
                if (!RangeQueryCheck.isUnchanged(space, query, updates)) {
                    return TxValidationCode.PHANTOM_READ_CONFLICT;
                }
            }
            for (ReadWriteSet.Collection collection : namespace.collections()) {
                if (!isUnchanged(namespace.name(), collection, updates)) {
                    return TxValidationCode.MVCC_READ_CONFLICT;
                }
            }
        }
        return TxValidationCode.VALID;
    }

    private static boolean isUnchanged(String namespace, ReadWriteSet.Collection collection, BlockUpdates updates) {
        KeySpace space = new KeySpace(namespace, collection.name());
        for (KVReadHash read : collection.hashed().getHashedReadsList()) {
            if (!isUnchanged(
                    space,
                    BlockUpdates.privateKey(read.getKeyHash()),
                    read.hasVersion(),
                    read.getVersion().getBlockNum(),
                    read.getVersion().getTxNum(),
                    updates)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnchanged(
            KeySpace space, String key, boolean existed, long block, long transaction, BlockUpdates updates) {
        if (updates.updates(space).containsKey(key)) {
            return false;
        }
        Version version =
                updates.before().get(space, key).map(VersionedValue::version).orElse(null);
        return version == null ? !existed : existed && version.equals(new Version(block, transaction));
    }
}
