package org.evenhand.audit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Optional;
import org.evenhand.audit.block.ChaincodeCall;
import org.evenhand.audit.block.LedgerBlock;
import org.evenhand.audit.block.ReadWriteSet;
import org.evenhand.audit.block.Transaction;
import org.evenhand.audit.config.ChannelConfig;
import org.evenhand.audit.effect.CommitHash;
import org.evenhand.audit.effect.ConflictCheck;
import org.evenhand.audit.identity.Signer;
import org.evenhand.audit.state.BlockUpdates;
import org.evenhand.audit.state.Version;
import org.evenhand.audit.state.WorldState;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.jspecify.annotations.Nullable;

/**
 * Conflicts, flags, commit hashes and the state. The state follows the recomputed flags, not the stored ones: a changed
 * flag is then one finding, and what honest peers did afterwards still agrees.
 */
final class EffectLayer {
    private final WorldState state;
    private final Findings findings;
    private final @Nullable String chaincode;
    private final @Nullable ChaincodeAuditor auditor;
    private ByteString commitHash = ByteString.EMPTY;
    private boolean chaincodeSeen;

    EffectLayer(WorldState state, Findings findings, @Nullable String chaincode, @Nullable ChaincodeAuditor auditor) {
        this.state = state;
        this.findings = findings;
        this.chaincode = chaincode;
        this.auditor = auditor;
    }

    BlockUpdates apply(LedgerBlock block, List<EntitlementLayer.Judgement> entitled, ChannelConfig config) {
        BlockUpdates updates = new BlockUpdates(state);
        ByteString.Output flags = ByteString.newOutput(block.transactions().size());
        for (Transaction transaction : block.transactions()) {
            EntitlementLayer.Judgement judgement = entitled.get(transaction.index());
            Optional<ChaincodeCall> call = transaction.call();
            if (judgement.isValid() && call.isPresent()) {
                judgement = conflicts(call.get().readWriteSet(), updates);
                if (judgement.isValid()) {
                    replay(block, transaction, call.get(), config, updates);
                    updates.apply(call.get().readWriteSet(), new Version(block.number(), transaction.index()));
                }
            }
            flags.write(judgement.flag(block.flag(transaction.index())).getNumber());
            compare(block, transaction, judgement);
        }
        checkCommitHash(block, flags.toByteString(), updates);
        state.apply(updates);
        return updates;
    }

    private static EntitlementLayer.Judgement conflicts(ReadWriteSet readWriteSet, BlockUpdates updates) {
        TxValidationCode code = ConflictCheck.check(readWriteSet, updates);
        return switch (code) {
            case VALID -> EntitlementLayer.Judgement.VALID;
            case PHANTOM_READ_CONFLICT ->
                new EntitlementLayer.Judgement(
                        code, FindingCode.PHANTOM_CONFLICT_IGNORED, "a range that it read has changed since");
            default ->
                new EntitlementLayer.Judgement(
                        code, FindingCode.READ_CONFLICT_IGNORED, "a key that it read has changed since");
        };
    }

    private void compare(LedgerBlock block, Transaction transaction, EntitlementLayer.Judgement judgement) {
        TxValidationCode stored = block.flag(transaction.index());
        if (block.flags().isEmpty() || stored == judgement.flag(stored)) {
            return;
        }
        boolean wronglyValid = stored == TxValidationCode.VALID;
        findings.add(Finding.ofTransaction(
                wronglyValid ? judgement.finding() : FindingCode.VALIDATION_FLAG_MISMATCH,
                block.number(),
                transaction.index(),
                transaction.id(),
                "the peer wrote " + stored + ", computed " + judgement.code() + ": " + judgement.reason()));
    }

    private void checkCommitHash(LedgerBlock block, ByteString flags, BlockUpdates updates) {
        if (block.flags().isEmpty()) {
            findings.add(Finding.ofBlock(
                    FindingCode.VALIDATION_FLAGS_MISSING,
                    block.number(),
                    "no peer has written validation flags, as in a block that comes from an orderer"));
            return;
        }
        if (block.flags().size() != block.transactions().size()) {
            findings.add(Finding.ofBlock(
                    FindingCode.VALIDATION_FLAG_MISMATCH,
                    block.number(),
                    block.flags().size() + " flags for " + block.transactions().size() + " transactions"));
        }
        if (block.number() == 0) {
            return; // Peers join a channel with its genesis block and start the chain of commit hashes after it.
        }
        if (block.commitHash().isEmpty()) {
            findings.add(Finding.ofBlock(
                    FindingCode.COMMIT_HASH_MISSING, block.number(), "there is no commit hash to compare with"));
            return;
        }
        ByteString expected = CommitHash.of(flags, updates, commitHash);
        if (!expected.equals(block.commitHash())) {
            findings.add(Finding.ofBlock(
                    FindingCode.COMMIT_HASH_MISMATCH,
                    block.number(),
                    "the peer wrote " + Hex.of(block.commitHash()) + ", computed " + Hex.of(expected)));
        }
        commitHash = block.commitHash(); // A wrong hash is one finding, not one for every later block.
    }

    private void replay(
            LedgerBlock block,
            Transaction transaction,
            ChaincodeCall call,
            ChannelConfig config,
            BlockUpdates updates) {
        if (!call.chaincode().equals(chaincode)) {
            requireNoForeignWrite(block, transaction, call);
            return;
        }
        chaincodeSeen = true;
        if (auditor == null) {
            return;
        }
        Signer creator = transaction.creator().orElseThrow();
        try {
            auditor.audit(
                    new ChaincodeTransaction(
                            block.number(),
                            transaction.index(),
                            transaction.id(),
                            transaction.channelHeader().getTimestamp(),
                            creator.identity(),
                            config.membership().isAdminByUnit(creator.identity()),
                            call.arguments(),
                            call.action(),
                            call.readWriteSet()),
                    updates,
                    findings);
        } catch (InvalidProtocolBufferException e) {
            findings.add(Finding.ofTransaction(
                    FindingCode.TRANSACTION_MALFORMED,
                    block.number(),
                    transaction.index(),
                    transaction.id(),
                    "the proposal cannot be read"));
        }
    }

    // What another chaincode writes into the replayed one's state cannot be replayed, and must not pass for a decision.
    private void requireNoForeignWrite(LedgerBlock block, Transaction transaction, ChaincodeCall call) {
        for (ReadWriteSet.Namespace namespace : call.readWriteSet().namespaces()) {
            if (namespace.name().equals(chaincode) && namespace.writes()) {
                findings.add(Finding.ofTransaction(
                        FindingCode.FOREIGN_WRITE,
                        block.number(),
                        transaction.index(),
                        transaction.id(),
                        "chaincode " + call.chaincode() + " writes to the state of " + chaincode));
            }
        }
    }

    void finish() {
        if (chaincode != null && auditor == null) {
            findings.add(Finding.ofLedger(
                    FindingCode.CHAINCODE_NOT_REPLAYED,
                    "Chaincode " + chaincode + " is to be replayed, but nothing that could do so was given"));
        } else if (chaincode != null && !chaincodeSeen) {
            findings.add(Finding.ofLedger(
                    FindingCode.CHAINCODE_MISSING,
                    "No valid transaction of chaincode " + chaincode + " is on the ledger"));
        }
    }

    long roundsReplayed() {
        return auditor == null ? 0 : auditor.roundsReplayed();
    }
}
