package org.evenhand.audit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.evenhand.audit.block.LedgerBlock;
import org.evenhand.audit.block.Transaction;
import org.evenhand.audit.config.ChannelConfig;
import org.evenhand.audit.config.InvalidConfigException;
import org.evenhand.audit.identity.PresentedIdentity;
import org.evenhand.audit.identity.Signer;
import org.evenhand.audit.state.WorldState;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** Who may do what: form, creators, ids and endorsements, in Fabric's order, up to where the state comes in. */
final class EntitlementLayer {
    private static final long MILLIS_PER_SECOND = 1000;

    private final WorldState state;
    private final ChaincodeDefinitions definitions;
    private final Findings findings;
    private final Set<String> knownIds = new HashSet<>();
    private final Set<PresentedIdentity> expired = new HashSet<>();

    EntitlementLayer(WorldState state, ChaincodeDefinitions definitions, Findings findings) {
        this.state = state;
        this.definitions = definitions;
        this.findings = findings;
    }

    /**
     * A recomputed flag, and why it is not VALID, for people.
     *
     * @param code the flag, or one of several that are as good
     * @param others what an honest peer may have stored instead; never VALID, and empty for a valid transaction
     */
    record Judgement(TxValidationCode code, Set<TxValidationCode> others, FindingCode finding, String reason) {
        static final Judgement VALID = new Judgement(
                TxValidationCode.VALID, FindingCode.VALIDATION_FLAG_MISMATCH, "nothing speaks against it");

        Judgement {
            others = Set.copyOf(others);
            if (others.contains(TxValidationCode.VALID) || (code == TxValidationCode.VALID && !others.isEmpty())) {
                throw new IllegalArgumentException("whether a transaction is valid is never open: " + code + others);
            }
        }

        Judgement(TxValidationCode code, FindingCode finding, String reason) {
            this(code, Set.of(), finding, reason);
        }

        boolean isValid() {
            return code == TxValidationCode.VALID;
        }

        /** Returns the flag to go on with: the stored one where that is as good as the computed one. */
        TxValidationCode flag(TxValidationCode stored) {
            return others.contains(stored) ? stored : code;
        }
    }

    /** Judges all transactions of a block, before conflicts are looked at. */
    List<Judgement> judge(LedgerBlock block, ChannelConfig config) throws InvalidConfigException {
        EndorsementCheck endorsements = new EndorsementCheck(config, definitions, state);
        List<Judgement> judgements = new ArrayList<>();
        Set<String> validIds = new HashSet<>();
        for (Transaction transaction : block.transactions()) {
            Judgement judgement = judge(transaction, config, endorsements);
            if (judgement.isValid() && transaction.call().isPresent() && !validIds.add(transaction.id())) {
                judgement = repeated("is in this block already");
            }
            judgements.add(judgement);
            noteExpiry(block, transaction);
        }
        remember(block);
        for (String plugin : endorsements.unsupported()) {
            findings.add(Finding.ofBlock(
                    FindingCode.VALIDATION_PLUGIN_UNSUPPORTED, block.number(), "validation plugin " + plugin));
        }
        return judgements;
    }

    private void remember(LedgerBlock block) {
        for (Transaction transaction : block.transactions()) {
            if (!transaction.id().isEmpty()) {
                knownIds.add(transaction.id());
            }
        }
    }

    private Judgement judge(Transaction transaction, ChannelConfig config, EndorsementCheck endorsements)
            throws InvalidConfigException {
        if (transaction.headerFault() != TxValidationCode.VALID) {
            return malformed(transaction.headerFault());
        }
        Optional<Judgement> creator = creatorFault(transaction, config);
        if (creator.isPresent()) {
            return creator.get();
        }
        if (transaction.bodyFault() == TxValidationCode.BAD_PROPOSAL_TXID) {
            return new Judgement(
                    transaction.bodyFault(),
                    FindingCode.TRANSACTION_ID_MISMATCH,
                    "the id is not the hash of nonce and creator");
        }
        if (transaction.bodyFault() != TxValidationCode.VALID) {
            return malformed(transaction.bodyFault());
        }
        if (!transaction.is(HeaderType.ENDORSER_TRANSACTION)) {
            return Judgement.VALID;
        }
        if (knownIds.contains(transaction.id())) {
            return repeated("is in an earlier block");
        }
        if (transaction.callFault() != TxValidationCode.VALID
                || transaction.call().isEmpty()) {
            return malformed(transaction.callFault());
        }
        return endorsed(endorsements.refusals(transaction.call().get()));
    }

    private static Optional<Judgement> creatorFault(Transaction transaction, ChannelConfig config) {
        Signer creator = transaction.creator().orElseThrow();
        String fault = config.membership().fault(creator.identity());
        if (!transaction.channelHeader().getChannelId().equals(config.channelId())) {
            fault = "it is for channel " + transaction.channelHeader().getChannelId();
        }
        if (!fault.isEmpty()) {
            return Optional.of(new Judgement(
                    TxValidationCode.BAD_CREATOR_SIGNATURE, FindingCode.CREATOR_UNTRUSTED, "creator: " + fault));
        }
        return creator.signatureValid()
                ? Optional.empty()
                : Optional.of(new Judgement(
                        TxValidationCode.BAD_CREATOR_SIGNATURE,
                        FindingCode.CREATOR_SIGNATURE_INVALID,
                        "the creator's signature does not match"));
    }

    private static Judgement malformed(TxValidationCode code) {
        return new Judgement(code, FindingCode.TRANSACTION_MALFORMED, "its form is wrong: " + code);
    }

    private static Judgement repeated(String where) {
        return new Judgement(
                TxValidationCode.DUPLICATE_TXID,
                FindingCode.TRANSACTION_ID_REPEATED,
                "a transaction with this id " + where);
    }

    private static Judgement endorsed(Set<TxValidationCode> refusals) {
        if (refusals.isEmpty()) {
            return Judgement.VALID;
        }
        return refusals.contains(TxValidationCode.INVALID_CHAINCODE)
                ? new Judgement(
                        TxValidationCode.INVALID_CHAINCODE,
                        refusals,
                        FindingCode.CHAINCODE_UNDEFINED,
                        "it writes to a chaincode that is not defined")
                : new Judgement(
                        TxValidationCode.ENDORSEMENT_POLICY_FAILURE,
                        refusals,
                        FindingCode.ENDORSEMENT_POLICY_UNSATISFIED,
                        "its endorsements do not satisfy the policy on the ledger");
    }

    // Fabric does not look at expiry at commit, so it never feeds a flag; said once per certificate.
    private void noteExpiry(LedgerBlock block, Transaction transaction) {
        if (transaction.creator().isEmpty()) {
            return;
        }
        PresentedIdentity creator = transaction.creator().get().identity();
        long atMillis = transaction.channelHeader().getTimestamp().getSeconds() * MILLIS_PER_SECOND;
        if (creator.expiresAtMillis().filter(end -> end < atMillis).isPresent() && expired.add(creator)) {
            findings.add(Finding.ofTransaction(
                    FindingCode.CERTIFICATE_EXPIRED,
                    block.number(),
                    transaction.index(),
                    transaction.id(),
                    "the creator's certificate of " + creator.mspId() + " had expired"));
        }
    }
}
