package org.evenhand.audit.block;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import org.hyperledger.fabric.protos.ledger.rwset.CollectionHashedReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.HashedRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;

/** What a transaction read and wrote, by namespace, in the order in which it stands in the transaction. */
public record ReadWriteSet(List<Namespace> namespaces) {
    public ReadWriteSet {
        namespaces = List.copyOf(namespaces);
    }

    /** The public part of one namespace and the hashes of its private collections. */
    public record Namespace(String name, KVRWSet open, List<Collection> collections) {
        public Namespace {
            collections = List.copyOf(collections);
        }

        /** Returns a namespace in which nothing was touched. */
        public static Namespace empty(String name) {
            return new Namespace(name, KVRWSet.getDefaultInstance(), List.of());
        }

        /** Returns whether anything in this namespace would change. */
        public boolean writes() {
            return open.getWritesCount() > 0
                    || open.getMetadataWritesCount() > 0
                    || collections.stream()
                            .anyMatch(collection -> collection.hashed().getHashedWritesCount() > 0
                                    || collection.hashed().getMetadataWritesCount() > 0);
        }
    }

    /** The hashes of what was read and written in one private collection. */
    public record Collection(String name, HashedRWSet hashed) {}

    static ReadWriteSet parse(ByteString results) throws InvalidProtocolBufferException {
        List<Namespace> namespaces = new ArrayList<>();
        for (NsReadWriteSet namespace : TxReadWriteSet.parseFrom(results).getNsRwsetList()) {
            List<Collection> collections = new ArrayList<>();
            for (CollectionHashedReadWriteSet collection : namespace.getCollectionHashedRwsetList()) {
                collections.add(new Collection(
                        collection.getCollectionName(), HashedRWSet.parseFrom(collection.getHashedRwset())));
            }
            namespaces.add(
                    new Namespace(namespace.getNamespace(), KVRWSet.parseFrom(namespace.getRwset()), collections));
        }
        return new ReadWriteSet(namespaces);
    }
}
