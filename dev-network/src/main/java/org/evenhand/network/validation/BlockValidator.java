package org.evenhand.network.validation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.evenhand.network.config.ChannelConfig;
import org.evenhand.network.ledger.Version;
import org.evenhand.network.rwset.BlockUpdates;
import org.evenhand.network.rwset.ReadWriteSet;
import org.evenhand.network.transaction.TransactionIds;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Validates blocks as a Fabric peer of version 2 and later does.
 *
 * <p>First every transaction by itself ({@link TransactionCheck}), on all processors at once: this is where signatures
 * are verified. Then, one after the other, whether the endorsers satisfy the policies of what is written
 * ({@link EndorsementCheck}); among those still valid, whether the block used the transaction's id before; and what
 * each read against what the ones before it wrote ({@link ConflictCheck}).
 */
public final class BlockValidator {
    /** Below it, handing work to other threads costs more than it saves. */
    private static final int PARALLEL_FROM = 4;

    private BlockValidator() {}

    /**
     * Validates a block.
     *
     * @param state the state before the block.
     * @param config the configuration in force before it.
     * @param isOnLedger whether an earlier block has a transaction of this id, valid or not.
     */
    public static ValidatedBlock validate(
            Block block,
            CommittedState state,
            ChannelConfig config,
            Predicate<String> isOnLedger,
            ConfigTransactions configTransactions) {
        TransactionCheck check = new TransactionCheck(config, configTransactions, isOnLedger);
        Stream<ByteString> envelopes = block.getData().getDataList().stream();
        List<CheckedTransaction> checked = (block.getData().getDataCount() < PARALLEL_FROM
                        ? envelopes
                        : envelopes.parallel())
                .map(check::check)
                .toList();
        return serially(block, state, new EndorsementCheck(state, config), checked);
    }

    private static ValidatedBlock serially(
            Block block, CommittedState state, EndorsementCheck endorsements, List<CheckedTransaction> checked) {
        BlockUpdates updates = new BlockUpdates();
        ConflictCheck conflicts = new ConflictCheck(state, updates);
        Set<String> seen = new HashSet<>();
        List<TxValidationCode> codes = new ArrayList<>();
        SortedMap<Integer, ReadWriteSet> effects = new TreeMap<>();
        Optional<ChannelConfig> config = Optional.empty();
        for (int index = 0; index < checked.size(); index++) {
            CheckedTransaction transaction = checked.get(index);
            TxValidationCode code = endorsements.check(transaction);
            if (code == TxValidationCode.VALID && transaction.effect().isEmpty()) {
                config = Optional.of(ChannelConfig.of(block));
            } else if (code == TxValidationCode.VALID && !seen.add(transaction.txId())) {
                code = TxValidationCode.DUPLICATE_TXID;
            } else if (code == TxValidationCode.VALID) {
                ReadWriteSet effect = transaction.effect().orElseThrow().readWriteSet();
                code = conflicts.check(effect);
                if (code == TxValidationCode.VALID) {
                    effects.put(index, effect);
                    updates.add(effect, new Version(block.getHeader().getNumber(), index), state::get);
                }
            }
            codes.add(code);
        }
        List<String> txIds = checked.stream().map(CheckedTransaction::txId).toList();
        return new ValidatedBlock(txIds, codes, effects, updates, config);
    }

    /**
     * What a block did that was validated before, by the flags it carries.
     *
     * @param state the state before the block.
     * @throws InvalidProtocolBufferException if a transaction that is flagged valid, or the block's metadata, cannot be
     *     read.
     */
    public static ValidatedBlock recorded(Block block, CommittedState state) throws InvalidProtocolBufferException {
        List<TxValidationCode> codes = recordedCodes(block);
        BlockUpdates updates = new BlockUpdates();
        List<String> txIds = new ArrayList<>();
        SortedMap<Integer, ReadWriteSet> effects = new TreeMap<>();
        Optional<ChannelConfig> config = Optional.empty();
        for (int index = 0; index < codes.size(); index++) {
            ByteString data = block.getData().getData(index);
            txIds.add(TransactionIds.of(data));
            if (codes.get(index) == TxValidationCode.VALID) {
                Payload payload = Payload.parseFrom(Envelope.parseFrom(data).getPayload());
                int type = ChannelHeader.parseFrom(payload.getHeader().getChannelHeader())
                        .getType();
                if (type == HeaderType.CONFIG_VALUE) {
                    config = Optional.of(ChannelConfig.of(block));
                } else {
                    ReadWriteSet effect = effect(payload);
                    effects.put(index, effect);
                    updates.add(effect, new Version(block.getHeader().getNumber(), index), state::get);
                }
            }
        }
        return new ValidatedBlock(txIds, codes, effects, updates, config);
    }

    /**
     * The flags that a block carries.
     *
     * @throws InvalidProtocolBufferException if there is not one for each transaction.
     */
    public static List<TxValidationCode> recordedCodes(Block block) throws InvalidProtocolBufferException {
        int transactions = block.getData().getDataCount();
        ByteString flags = block.getMetadata().getMetadataCount() > BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE
                ? block.getMetadata().getMetadata(BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE)
                : ByteString.EMPTY;
        if (flags.size() != transactions) {
            throw new InvalidProtocolBufferException(flags.size() + " flags for " + transactions + " transactions");
        }
        List<TxValidationCode> codes = new ArrayList<>();
        for (int index = 0; index < transactions; index++) {
            TxValidationCode code = TxValidationCode.forNumber(Byte.toUnsignedInt(flags.byteAt(index)));
            if (code == null) {
                throw new InvalidProtocolBufferException("unknown flag of transaction " + index);
            }
            codes.add(code);
        }
        return codes;
    }

    /**
     * What a valid endorser transaction read and wrote.
     *
     * @throws InvalidProtocolBufferException if it cannot be read.
     */
    public static ReadWriteSet effect(Payload payload) throws InvalidProtocolBufferException {
        Transaction transaction = Transaction.parseFrom(payload.getData());
        if (transaction.getActionsCount() != 1) {
            throw new InvalidProtocolBufferException("a transaction has one action");
        }
        ChaincodeActionPayload action =
                ChaincodeActionPayload.parseFrom(transaction.getActions(0).getPayload());
        ProposalResponsePayload response =
                ProposalResponsePayload.parseFrom(action.getAction().getProposalResponsePayload());
        return ReadWriteSet.parse(
                ChaincodeAction.parseFrom(response.getExtension()).getResults());
    }
}
