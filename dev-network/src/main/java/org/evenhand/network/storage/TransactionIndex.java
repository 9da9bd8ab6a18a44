package org.evenhand.network.storage;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.evenhand.network.block.BlockHashes;
import org.evenhand.network.ledger.CommittedTransaction;
import org.evenhand.network.transaction.TransactionIds;
import org.evenhand.network.validation.BlockValidator;
import org.evenhand.network.validation.ValidatedBlock;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Where each transaction lies, by its id. Only a fingerprint of the id is kept, and the block tells whether it is the
 * one: the index grows with the ledger, and lookups of old transactions are rare.
 */
final class TransactionIndex {
    private static final int CODE_BITS = 8;
    private static final int INDEX_BITS = 24;

    private final LongTable places = new LongTable();
    private final LongFunction<Block> blocks;

    /**
     * An empty index.
     *
     * @param blocks how to read a block whose transactions have been added
     */
    TransactionIndex(LongFunction<Block> blocks) {
        this.blocks = blocks;
    }

    /** Adds a block's transactions. Of several with one id the first stays. */
    void add(List<CommittedTransaction> transactions) {
        for (CommittedTransaction transaction : transactions) {
            // One that repeats an id says so itself.
            if (!transaction.txId().isEmpty() && transaction.code() != TxValidationCode.DUPLICATE_TXID) {
                places.add(fingerprint(transaction.txId()), place(transaction));
            }
        }
    }

    private static long place(CommittedTransaction transaction) {
        long where = (transaction.block() << INDEX_BITS) | transaction.index();
        return (where << CODE_BITS) | transaction.code().getNumber();
    }

    /** An id is whatever its client claims, so a hash of it it must be, and one that nobody can aim at. */
    private static long fingerprint(String txId) {
        return ByteBuffer.wrap(BlockHashes.sha256().digest(txId.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    Optional<CommittedTransaction> find(String txId) {
        for (long place : places.find(fingerprint(txId))) {
            long block = place >>> (CODE_BITS + INDEX_BITS);
            int index = (int) ((place >>> CODE_BITS) & ((1 << INDEX_BITS) - 1));
            if (TransactionIds.of(blocks.apply(block).getData().getData(index)).equals(txId)) {
                TxValidationCode code = TxValidationCode.forNumber((int) (place & ((1 << CODE_BITS) - 1)));
                return Optional.of(new CommittedTransaction(txId, block, index, code));
            }
        }
        return Optional.empty();
    }

    /** What became of a block's transactions, by the flags it carries. */
    static List<CommittedTransaction> list(Block block) throws InvalidProtocolBufferException {
        List<String> txIds =
                block.getData().getDataList().stream().map(TransactionIds::of).toList();
        return list(block.getHeader().getNumber(), txIds, BlockValidator.recordedCodes(block));
    }

    /** What became of a block's transactions, by what validation found. */
    static List<CommittedTransaction> list(long block, ValidatedBlock validated) {
        return list(block, validated.txIds(), validated.codes());
    }

    private static List<CommittedTransaction> list(long block, List<String> txIds, List<TxValidationCode> codes) {
        List<CommittedTransaction> transactions = new ArrayList<>();
        for (int index = 0; index < codes.size(); index++) {
            transactions.add(new CommittedTransaction(txIds.get(index), block, index, codes.get(index)));
        }
        return transactions;
    }
}
