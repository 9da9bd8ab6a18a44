package org.evenhand.network.validation;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.evenhand.network.config.ChannelConfig;
import org.evenhand.network.config.Policy;
import org.evenhand.network.msp.Identity;
import org.evenhand.network.rwset.Location;
import org.evenhand.network.rwset.ReadWriteSet;
import org.evenhand.network.rwset.ReadWriteSet.CollectionSet;
import org.evenhand.network.rwset.ReadWriteSet.NamespaceSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWriteHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWriteHash;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Whether a block's transactions are endorsed by those whom the policies ask for, one transaction after the other.
 *
 * <p>For each key that is written, its own policy counts; if it has none, that of its collection; if there is none,
 * that of its chaincode. The chaincode's counts in any case when nothing else did. Policies are those of the state
 * before the block: so a key whose policy a transaction of the same block changes, with enough endorsements, can no
 * longer be written in this block.
 *
 * <p>Each chaincode that is written to is judged by itself, and all of them are, so that one's refusal does not hide
 * what another lets through. If several refuse, the transaction gets the code of the first; a Fabric peer, which goes
 * through them in no order, may write any of theirs.
 */
final class EndorsementCheck {
    private final EndorsementPolicies policies;
    private final Set<Key> changedPolicies = new HashSet<>();

    EndorsementCheck(CommittedState state, ChannelConfig config) {
        policies = new EndorsementPolicies(state, config);
    }

    /** The transaction's code so far, or why its endorsements do not suffice. */
    TxValidationCode check(CheckedTransaction transaction) {
        if (!transaction.valid() || transaction.effect().isEmpty()) {
            return transaction.code();
        }
        try {
            check(transaction.effect().get());
            return TxValidationCode.VALID;
        } catch (Refusal refusal) {
            refusal.log(transaction.txId());
            return refusal.code();
        }
    }

    private void check(EndorsedEffect effect) throws Refusal {
        ReadWriteSet set = effect.readWriteSet();
        Optional<NamespaceSet> called = set.namespaces().stream()
                .filter(namespace -> namespace.location().namespace().equals(effect.chaincode()))
                .findFirst();
        Optional<Refusal> first = refusal(effect.chaincode(), called, effect.signers());
        for (NamespaceSet namespace : set.namespaces()) {
            if (namespace.writes() && !namespace.location().namespace().equals(effect.chaincode())) {
                Optional<Refusal> next =
                        refusal(namespace.location().namespace(), Optional.of(namespace), effect.signers());
                first = first.or(() -> next);
            }
        }
        if (first.isPresent()) {
            throw first.get();
        }
    }

    private Optional<Refusal> refusal(String chaincode, Optional<NamespaceSet> written, List<Identity> signers) {
        try {
            check(chaincode, written, signers);
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal);
        }
    }

    private void check(String chaincode, Optional<NamespaceSet> written, List<Identity> signers) throws Refusal {
        Policy chaincodePolicy = policies.ofChaincode(chaincode);
        Set<Location> satisfied = new HashSet<>();
        boolean anySatisfied = false;
        List<Key> changed = new ArrayList<>();
        if (written.isPresent()) {
            for (Key key : writtenKeys(written.get())) {
                anySatisfied = true;
                checkKey(key, chaincodePolicy, signers, satisfied);
            }
            changed = keysWithNewMetadata(written.get());
        }
        if (!anySatisfied) {
            demand(chaincodePolicy, signers, chaincode);
        }
        changedPolicies.addAll(changed);
    }

    private void checkKey(Key key, Policy chaincodePolicy, List<Identity> signers, Set<Location> satisfied)
            throws Refusal {
        if (changedPolicies.contains(key)) {
            throw new Refusal(
                    TxValidationCode.ENDORSEMENT_POLICY_FAILURE,
                    "the policy of " + key.key + " was changed by a transaction before it in the block");
        }
        Optional<Policy> own = policies.ofKey(key.location, key.key);
        if (own.isPresent()) {
            demand(own.get(), signers, key.key);
        } else if (satisfied.add(key.location)) {
            Policy policy = key.location.isHashed() ? policies.ofCollection(key.location) : chaincodePolicy;
            demand(policy, signers, key.location.namespace() + ":" + key.location.collection());
        }
    }

    private static void demand(Policy policy, List<Identity> signers, String what) throws Refusal {
        if (!policy.satisfiedBy(signers)) {
            throw new Refusal(
                    TxValidationCode.ENDORSEMENT_POLICY_FAILURE, "policy of " + what + " not satisfied by " + signers);
        }
    }

    private static List<Key> writtenKeys(NamespaceSet namespace) {
        List<Key> keys = new ArrayList<>();
        for (KVWrite write : namespace.keys().getWritesList()) {
            keys.add(new Key(namespace.location(), write.getKey()));
        }
        for (CollectionSet collection : namespace.collections()) {
            for (KVWriteHash write : collection.keys().getHashedWritesList()) {
                keys.add(Key.hashed(collection.location(), write.getKeyHash()));
            }
        }
        keys.addAll(keysWithNewMetadata(namespace));
        return keys;
    }

    private static List<Key> keysWithNewMetadata(NamespaceSet namespace) {
        List<Key> keys = new ArrayList<>();
        for (KVMetadataWrite write : namespace.keys().getMetadataWritesList()) {
            keys.add(new Key(namespace.location(), write.getKey()));
        }
        for (CollectionSet collection : namespace.collections()) {
            for (KVMetadataWriteHash write : collection.keys().getMetadataWritesList()) {
                keys.add(Key.hashed(collection.location(), write.getKeyHash()));
            }
        }
        return keys;
    }

    private record Key(Location location, String key) {
        static Key hashed(Location location, ByteString keyHash) {
            return new Key(location, ReadWriteSet.hashedKey(keyHash));
        }
    }
}
