package org.evenhand.audit;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.evenhand.audit.block.BlockHashes;
import org.evenhand.network.ledger.KeyedValue;
import org.evenhand.network.ledger.StateReader;
import org.evenhand.network.ledger.VersionedValue;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.SignaturePolicy;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;
import org.hyperledger.fabric.protos.ledger.rwset.CollectionHashedReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.HashedRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataEntry;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWriteHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVReadHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWriteHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReads;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReadsMerkleSummary;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ChaincodeHeaderExtension;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.MetaDataKeys;

/**
 * Makes transactions from a seed: all do something, most have up to three faults. Configurations are left out, since
 * orderers judge them, and so are envelopes that no orderer takes in because they lack their payload or signature.
 */
final class Mutations {
    private static final int KEYS = 8;
    private static final int LENGTH_DELIMITED = 2;
    private static final List<String> NAMESPACES =
            List.of("alpha", "alpha", "beta", "beta", "undefined", "_lifecycle", "");
    private static final List<String> COLLECTIONS =
            List.of("_implicit_org_Org1MSP", "_implicit_org_Org3MSP", "_implicit_org_NobodyMSP", "undefined");

    private interface Change {
        void apply(Forgery forgery);
    }

    private final EmbeddedLedger ledger;
    private final Random random;
    private final BentBytes bytes;
    private final List<Envelope> past = new ArrayList<>();
    private final Map<String, Change> changes = new LinkedHashMap<>();
    private final List<String> applied = new ArrayList<>();

    Mutations(EmbeddedLedger ledger, Random random) {
        this.ledger = ledger;
        this.random = random;
        this.bytes = new BentBytes(random);
        addHeaderChanges();
        addResultChanges();
        addEndorsementChanges();
        addByteChanges();
    }

    /** What was done to the last transaction. */
    String description() {
        return String.join(", ", applied);
    }

    Envelope next() {
        applied.clear();
        if (!past.isEmpty() && random.nextInt(25) == 0) {
            applied.add("repeated");
            return past.get(random.nextInt(past.size()));
        }
        Forgery forgery = ledger.call(pick(EmbeddedLedger.CHAINCODES), random);
        int namespaces = random.nextInt(8) == 0 ? 2 : 1;
        for (int i = 0; i < namespaces; i++) {
            String called = forgery.action.getChaincodeId().getName();
            addNamespace(forgery, i == 0 || random.nextInt(3) > 0 ? called(i, called) : pick(NAMESPACES));
        }
        int faults = Math.max(0, random.nextInt(6) - 2);
        List<String> names = List.copyOf(changes.keySet());
        for (int i = 0; i < faults; i++) {
            String name = pick(names);
            applied.add(name);
            Objects.requireNonNull(changes.get(name)).apply(forgery);
        }
        Envelope envelope = forgery.sealed();
        if (envelope.getPayload().isEmpty() || envelope.getSignature().isEmpty()) {
            return next();
        }
        past.add(envelope);
        return envelope;
    }

    private static String called(int index, String chaincode) {
        return index == 0 ? chaincode : chaincode.equals("alpha") ? "beta" : "alpha";
    }

    private void addHeaderChanges() {
        changes.put("no header", forgery -> forgery.withHeader = false);
        changes.put("type", forgery -> {
            int type = random.nextInt(12);
            forgery.channelHeader.setType(type == HeaderType.CONFIG_VALUE ? HeaderType.CONFIG_UPDATE_VALUE : type);
        });
        changes.put("epoch", forgery -> forgery.channelHeader.setEpoch(1));
        changes.put("version", forgery -> forgery.channelHeader.setVersion(random.nextInt()));
        changes.put("channel", forgery -> forgery.channelHeader.setChannelId(pick(List.of("", "other"))));
        changes.put("no time", forgery -> forgery.channelHeader.clearTimestamp());
        changes.put("transaction id", forgery -> forgery.channelHeader.setTxId(pick(List.of("", "0".repeat(64)))));
        changes.put(
                "extension",
                forgery -> forgery.channelHeader.setExtension(pick(List.of(
                        ByteString.EMPTY,
                        ByteString.copyFromUtf8("garbage"),
                        extension(ChaincodeID.getDefaultInstance()),
                        extension(ChaincodeID.newBuilder().setName("beta").build()),
                        extension(ChaincodeID.newBuilder().setName("undefined").build())))));
        changes.put("no nonce", forgery -> forgery.signatureHeader.clearNonce());
        changes.put(
                "creator",
                forgery -> forgery.signatureHeader.setCreator(pick(List.of(
                        ByteString.EMPTY,
                        ByteString.copyFromUtf8("garbage"),
                        ledger.organisations().get(1).user().serialized()))));
        changes.put(
                "other action header",
                forgery -> forgery.changeActionHeader =
                        bytes -> pick(List.of(ByteString.EMPTY, ByteString.copyFromUtf8("garbage"))));
        changes.put("the creator's certificate", forgery -> {
            forgery.signatureHeader.setCreator(bytes.bentCertificate(forgery.creator));
            forgery.channelHeader.setTxId(BlockHashes.transactionId(
                    forgery.signatureHeader.getNonce(), forgery.signatureHeader.getCreator()));
        });
        changes.put("actions", forgery -> forgery.actions = random.nextInt(2) * 2);
    }

    /** Protobuf's writers leave an empty field out; who writes the bytes himself need not. */
    static ByteString withEmptyEvent(ByteString action) {
        int tag = ChaincodeAction.EVENTS_FIELD_NUMBER << 3 | LENGTH_DELIMITED;
        return action.concat(ByteString.copyFrom(new byte[] {(byte) tag, 0}));
    }

    private static ByteString extension(ChaincodeID chaincode) {
        return ChaincodeHeaderExtension.newBuilder()
                .setChaincodeId(chaincode)
                .build()
                .toByteString();
    }

    private void addResultChanges() {
        changes.put("no chaincode", forgery -> forgery.action.clearChaincodeId());
        changes.put("other chaincode", forgery -> forgery.action
                .getChaincodeIdBuilder()
                .setName(pick(List.of("", "alpha", "beta", "undefined"))));
        changes.put("called elsewhere", forgery -> {
            ChaincodeID other = ChaincodeID.newBuilder()
                    .setName(pick(NAMESPACES))
                    .setVersion("1.0")
                    .build();
            forgery.action.setChaincodeId(other);
            forgery.channelHeader.setExtension(extension(other));
        });
        changes.put(
                "no version", forgery -> forgery.action.getChaincodeIdBuilder().clearVersion());
        changes.put(
                "event",
                forgery -> forgery.action.setEvents(pick(List.of(
                        ByteString.copyFromUtf8("garbage"),
                        ChaincodeEvent.newBuilder()
                                .setChaincodeId("alpha")
                                .build()
                                .toByteString(),
                        ChaincodeEvent.newBuilder()
                                .setChaincodeId("other")
                                .build()
                                .toByteString()))));
        changes.put("results", forgery -> forgery.changeResults = bytes -> ByteString.copyFromUtf8("garbage"));
        changes.put("no action", forgery -> forgery.changeAction = bytes -> ByteString.EMPTY);
        changes.put("action", forgery -> forgery.changeAction = bytes -> ByteString.copyFromUtf8("garbage"));
        changes.put("no results", forgery -> forgery.results.clear());
        changes.put("namespace", forgery -> addNamespace(forgery, pick(NAMESPACES)));
        changes.put("namespace again", forgery -> addNamespace(forgery, "alpha"));
        changes.put(
                "namespace with garbage",
                forgery -> forgery.results.addNsRwset(
                        NsReadWriteSet.newBuilder().setNamespace("beta").setRwset(ByteString.copyFromUtf8("garbage"))));
        changes.put("collection", this::addCollection);
    }

    private void addEndorsementChanges() {
        changes.put(
                "one endorser",
                forgery -> forgery.endorsers.retainAll(ledger.peers().subList(1, 2)));
        changes.put("no endorsers", forgery -> forgery.endorsers.clear());
        changes.put(
                "all endorse", forgery -> forgery.endorsers.add(ledger.peers().get(2)));
        changes.put(
                "twice the same",
                forgery -> forgery.endorsers.add(ledger.peers().get(0)));
        changes.put("a client endorses", forgery -> {
            forgery.endorsers.clear();
            forgery.endorsers.add(ledger.peers().get(0));
            forgery.endorsers.add(ledger.organisations().get(2).user());
        });
        changes.put(
                "garbage endorses",
                forgery -> forgery.extraEndorsements.add(Endorsement.newBuilder()
                        .setEndorser(ByteString.copyFromUtf8("garbage"))
                        .setSignature(ByteString.copyFromUtf8("garbage"))
                        .build()));
        changes.put("an endorser's certificate", forgery -> {
            forgery.endorsers.retainAll(ledger.peers().subList(0, 1));
            forgery.presented.put(
                    ledger.peers().get(1), bytes.bentCertificate(ledger.peers().get(1)));
            forgery.endorsers.add(ledger.peers().get(1));
        });
        changes.put("endorsed something else", forgery -> forgery.changeEndorsed = bytes::flipped);
        changes.put("not signed by the creator", forgery -> forgery.changeSignature = bytes::flipped);
    }

    private void addByteChanges() {
        changes.put("an empty event", forgery -> forgery.changeAction = Mutations::withEmptyEvent);
        changes.put("bytes of the results", forgery -> forgery.changeResults = bytes.bent(forgery.changeResults));
        changes.put("bytes of the action", forgery -> forgery.changeAction = bytes.bent(forgery.changeAction));
        changes.put("bytes of the response", forgery -> forgery.changeResponse = bytes::bent);
        changes.put("bytes of the action header", forgery -> forgery.changeActionHeader = bytes::bent);
        changes.put("bytes of the action payload", forgery -> forgery.changeActionPayload = bytes::bent);
        changes.put("bytes of the transaction", forgery -> forgery.changeTransaction = bytes::bent);
        changes.put("bytes of the channel header", forgery -> forgery.changeChannelHeader = bytes::bent);
        changes.put("bytes of the payload", forgery -> forgery.changePayload = bytes::bent);
    }

    private void addNamespace(Forgery forgery, String namespace) {
        KVRWSet.Builder keys = KVRWSet.newBuilder();
        int operations = random.nextInt(4);
        for (int i = 0; i < operations; i++) {
            addOperation(keys, namespace);
        }
        forgery.results.addNsRwset(NsReadWriteSet.newBuilder()
                .setNamespace(namespace)
                .setRwset(keys.build().toByteString()));
    }

    private void addOperation(KVRWSet.Builder keys, String namespace) {
        String key = key();
        switch (random.nextInt(9)) {
            case 0, 1 -> keys.addReads(read(namespace, key));
            case 2 -> keys.addRangeQueriesInfo(range(namespace));
            case 3 -> keys.addWrites(KVWrite.newBuilder().setKey(key).setIsDelete(random.nextBoolean()));
            case 4 ->
                keys.addMetadataWrites(KVMetadataWrite.newBuilder()
                        .setKey(key)
                        .addEntries(KVMetadataEntry.newBuilder()
                                .setName(MetaDataKeys.VALIDATION_PARAMETER.name())
                                .setValue(policy())));
            default ->
                keys.addWrites(KVWrite.newBuilder()
                        .setKey(key)
                        .setValue(ByteString.copyFromUtf8("value " + random.nextInt(100))));
        }
    }

    private KVRead read(String namespace, String key) {
        KVRead.Builder read = KVRead.newBuilder().setKey(key);
        Optional<VersionedValue> value = ledger.ledger().snapshot().get(namespace, key);
        value.ifPresent(present -> read.setVersion(
                version(present.version().block(), present.version().transaction())));
        return switch (random.nextInt(10)) {
            case 0 -> read.clearVersion().build();
            case 1 -> read.setVersion(version(random.nextInt(4), -1)).build();
            default -> read.build();
        };
    }

    private RangeQueryInfo range(String namespace) {
        String start = random.nextInt(4) == 0 ? "" : key();
        String end = random.nextInt(4) == 0 ? "" : key();
        RangeQueryInfo.Builder query =
                RangeQueryInfo.newBuilder().setStartKey(start).setEndKey(end).setItrExhausted(random.nextInt(3) > 0);
        QueryReads.Builder reads = QueryReads.newBuilder();
        StateReader state = ledger.ledger().snapshot();
        String last = query.getItrExhausted() || end.isEmpty() ? end : end + "\u0000";
        Iterator<KeyedValue> results = state.range(namespace, start, last);
        results.forEachRemaining(value -> reads.addKvReads(KVRead.newBuilder()
                .setKey(value.key())
                .setVersion(version(value.version().block(), value.version().transaction()))));
        return switch (random.nextInt(8)) {
            case 0 -> query.build();
            case 1 ->
                query.setReadsMerkleHashes(QueryReadsMerkleSummary.newBuilder()
                                .setMaxDegree(random.nextInt(4))
                                .addMaxLevelHashes(ByteString.copyFromUtf8("hash")))
                        .build();
            default -> query.setRawReads(reads).build();
        };
    }

    private void addCollection(Forgery forgery) {
        HashedRWSet.Builder keys = HashedRWSet.newBuilder();
        ByteString hash =
                ByteString.copyFrom(org.evenhand.audit.identity.Sha256.of(key().getBytes(StandardCharsets.UTF_8)));
        switch (random.nextInt(4)) {
            case 0 -> keys.addHashedReads(KVReadHash.newBuilder().setKeyHash(hash));
            case 1 ->
                keys.addMetadataWrites(KVMetadataWriteHash.newBuilder()
                        .setKeyHash(hash)
                        .addEntries(KVMetadataEntry.newBuilder()
                                .setName(MetaDataKeys.VALIDATION_PARAMETER.name())
                                .setValue(policy())));
            default ->
                keys.addHashedWrites(KVWriteHash.newBuilder()
                        .setKeyHash(hash)
                        .setIsDelete(random.nextInt(4) == 0)
                        .setValueHash(random.nextInt(4) == 0 ? ByteString.EMPTY : hash));
        }
        CollectionHashedReadWriteSet collection = CollectionHashedReadWriteSet.newBuilder()
                .setCollectionName(pick(COLLECTIONS))
                .setHashedRwset(keys.build().toByteString())
                .build();
        if (forgery.results.getNsRwsetCount() == 0) {
            addNamespace(forgery, "alpha");
        }
        forgery.results.getNsRwsetBuilder(0).addCollectionHashedRwset(collection);
    }

    /** A policy of a key: anybody, nobody, or nonsense. */
    private ByteString policy() {
        SignaturePolicy anybody = SignaturePolicy.newBuilder()
                .setNOutOf(SignaturePolicy.NOutOf.newBuilder().setN(0))
                .build();
        return pick(List.of(
                ByteString.EMPTY,
                ByteString.copyFromUtf8("garbage"),
                SignaturePolicyEnvelope.newBuilder().setRule(anybody).build().toByteString(),
                SignaturePolicyEnvelope.getDefaultInstance().toByteString()));
    }

    private String key() {
        return "k" + random.nextInt(KEYS);
    }

    private static Version version(long block, long transaction) {
        return Version.newBuilder().setBlockNum(block).setTxNum(transaction).build();
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
