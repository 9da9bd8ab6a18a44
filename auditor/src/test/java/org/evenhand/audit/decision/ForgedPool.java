package org.evenhand.audit.decision;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.evenhand.audit.AuditOptions;
import org.evenhand.audit.ForgedChannel;
import org.evenhand.audit.block.BlockHashes;
import org.evenhand.audit.source.BlockSource;
import org.evenhand.audit.state.VersionedValue;
import org.evenhand.core.contract.Caller;
import org.evenhand.core.contract.Contract;
import org.evenhand.core.contract.Functions;
import org.evenhand.core.contract.Outcome;
import org.evenhand.core.contract.Request;
import org.evenhand.core.contract.TransactionContext;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.Utilisation;
import org.evenhand.network.crypto.OrganisationMaterial;
import org.evenhand.network.msp.SigningIdentity;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.Response;

/** A pool on a forged channel: honest transactions of the contract, until one is bent. */
final class ForgedPool {
    static final PoolId POOL = new PoolId("edge");
    private static final String CHAINCODE = "evenhand";

    private final ForgedChannel channel;
    private final TreeMap<StreamId, Long> sequences = new TreeMap<>();
    private long nowMillis = 1_700_000_000_000L;
    private String hiddenRead = "";

    AuditOptions trusting() {
        return AuditOptions.standard().withGenesisHash(channel.genesisHash());
    }

    ForgedPool(Path folder, TaskClass... classes) {
        channel = new ForgedChannel(folder);
        channel.define(CHAINCODE);
        List<MspId> members = channel.organisations().stream()
                .map(organisation -> new MspId(organisation.mspId()))
                .toList();
        Policy policy = Policy.of(members);
        String json = Bytes.of(policy.toJson()).toString();
        submit(organisation(0).admin(), Functions.PROPOSE_POLICY, POOL.name(), "1", json);
        for (int i = 1; i < members.size(); i++) {
            String digest = Digest.of(policy.toJson()).hex();
            submit(organisation(i).admin(), Functions.APPROVE_POLICY, POOL.name(), "1", digest);
        }
        for (TaskClass taskClass : classes) {
            submit(
                    organisation(0).admin(),
                    Functions.DEFINE_TASK_CLASS,
                    POOL.name(),
                    Bytes.of(taskClass.toJson()).toString());
        }
    }

    private OrganisationMaterial organisation(int index) {
        return channel.organisations().get(index);
    }

    private SigningIdentity owner(StreamId stream) {
        return channel.organisations().stream()
                .filter(organisation -> organisation.mspId().equals(stream.msp().id()))
                .findFirst()
                .orElseThrow()
                .user();
    }

    BlockSource stored(Path folder) {
        return channel.stored(folder);
    }

    String text(String key) {
        return channel.state().value(CHAINCODE, key).orElseThrow().toStringUtf8();
    }

    /** Leaves a key out of what transactions say they have read, as endorsers would who shun conflicts. */
    ForgedPool withoutRead(String key) {
        hiddenRead = key;
        return this;
    }

    long height() {
        return channel.height();
    }

    void pass(long millis) {
        nowMillis += millis;
    }

    StatusReport idle(StatusReport.Finished... finished) {
        return new StatusReport(nowMillis, Utilisation.NONE, List.of(), List.of(finished), List.of());
    }

    void append(StreamId stream, Entry entry) {
        long sequence = sequences.merge(stream, 1L, Long::sum);
        submit(
                owner(stream),
                Functions.APPEND,
                POOL.name(),
                stream.toString(),
                Long.toString(sequence),
                Bytes.of(entry.toJson()).toString());
    }

    void round(StreamId proposer) {
        round(proposer, UnaryOperator.identity());
    }

    /** Decides a round, and puts on the ledger what is made of it. */
    void round(StreamId proposer, UnaryOperator<Outcome.Accepted> bend) {
        pass(500);
        Json.ObjectBuilder inputs = Json.object();
        sequences.forEach((stream, sequence) -> inputs.put(stream.toString(), sequence));
        submit(
                owner(proposer),
                bend,
                Functions.DECIDE_ROUND,
                POOL.name(),
                proposer.toString(),
                Bytes.of(inputs.build()).toString());
    }

    /** Puts on the ledger that the contract has accepted what it was never asked, or has refused. */
    void claim(StreamId claimant, Outcome.Accepted pretended, String... arguments) {
        ForgedChannel.Call call = new ForgedChannel.Call(CHAINCODE, owner(claimant), nowMillis, List.of(arguments));
        SignatureHeader header = channel.header(call);
        String id = BlockHashes.transactionId(header.getNonce(), header.getCreator());
        channel.commit(channel.envelope(call, header, action(id, Set.of(), pretended)));
    }

    private void submit(SigningIdentity creator, String... arguments) {
        submit(creator, UnaryOperator.identity(), arguments);
    }

    void submit(SigningIdentity creator, UnaryOperator<Outcome.Accepted> bend, String... arguments) {
        ForgedChannel.Call call = new ForgedChannel.Call(CHAINCODE, creator, nowMillis, List.of(arguments));
        SignatureHeader header = channel.header(call);
        String id = BlockHashes.transactionId(header.getNonce(), header.getCreator());
        TreeSet<String> reads = new TreeSet<>();
        Outcome outcome = Contract.submit(
                new Request(arguments[0], List.of(arguments).subList(1, arguments.length)),
                new TransactionContext(id, nowMillis, caller(creator)),
                key -> {
                    reads.add(key);
                    return value(key).map(found -> Bytes.copyOf(found.value().toByteArray()));
                });
        if (!(outcome instanceof Outcome.Accepted accepted)) {
            throw new AssertionError(arguments[0] + " was refused: " + outcome);
        }
        channel.commit(channel.envelope(call, header, action(id, reads, bend.apply(accepted))));
    }

    private Optional<VersionedValue> value(String key) {
        return channel.state().get(CHAINCODE, key);
    }

    private static Caller caller(SigningIdentity creator) {
        X509Certificate certificate = creator.certificate();
        boolean admin = certificate.getSubjectX500Principal().getName().contains("OU=admin");
        return new Caller(
                new MspId(creator.mspId()), Digest.of(certificate.getPublicKey().getEncoded()), admin);
    }

    private ChaincodeAction action(String id, Set<String> reads, Outcome.Accepted accepted) {
        KVRWSet.Builder set = KVRWSet.newBuilder();
        for (String key : reads) {
            if (key.equals(hiddenRead)) {
                continue;
            }
            KVRead.Builder read = KVRead.newBuilder().setKey(key);
            value(key)
                    .map(VersionedValue::version)
                    .ifPresent(version -> read.setVersion(
                            Version.newBuilder().setBlockNum(version.block()).setTxNum(version.transaction())));
            set.addReads(read);
        }
        accepted.writes()
                .forEach((key, value) -> set.addWrites(ForgedChannel.write(key, ByteString.copyFrom(value.toArray()))));
        Outcome.Event event = accepted.event().orElseThrow();
        return ForgedChannel.action(CHAINCODE, set.build()).toBuilder()
                .setEvents(ChaincodeEvent.newBuilder()
                        .setChaincodeId(CHAINCODE)
                        .setTxId(id)
                        .setEventName(event.name())
                        .setPayload(ByteString.copyFrom(event.payload().toArray()))
                        .build()
                        .toByteString())
                .setResponse(Response.newBuilder()
                        .setStatus(200)
                        .setPayload(ByteString.copyFrom(accepted.response().toArray())))
                .build();
    }
}
