package org.evenhand.network.storage;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.evenhand.network.ledger.CommittedTransaction;
import org.evenhand.network.transaction.TransactionIds;
import org.evenhand.network.validation.BlockValidator;
import org.evenhand.network.validation.ValidatedBlock;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** Where each transaction lies, by its id. */
final class TransactionIndex {
    private final Map<String, CommittedTransaction> byId = new ConcurrentHashMap<>();

    /** Adds a block's transactions, and says what became of each. Of several with one id the first stays. */
    List<CommittedTransaction> add(long block, ValidatedBlock validated) {
        List<CommittedTransaction> transactions = list(block, validated.txIds(), validated.codes());
        for (CommittedTransaction transaction : transactions) {
            if (!transaction.txId().isEmpty()) {
                byId.putIfAbsent(transaction.txId(), transaction);
            }
        }
        return transactions;
    }

    Optional<CommittedTransaction> find(String txId) {
        return Optional.ofNullable(byId.get(txId));
    }

    /** What became of a block's transactions, by the flags it carries. */
    static List<CommittedTransaction> list(Block block) throws InvalidProtocolBufferException {
        List<String> txIds =
                block.getData().getDataList().stream().map(TransactionIds::of).toList();
        return list(block.getHeader().getNumber(), txIds, BlockValidator.recordedCodes(block));
    }

    private static List<CommittedTransaction> list(long block, List<String> txIds, List<TxValidationCode> codes) {
        List<CommittedTransaction> transactions = new ArrayList<>();
        for (int index = 0; index < codes.size(); index++) {
            transactions.add(new CommittedTransaction(txIds.get(index), block, index, codes.get(index)));
        }
        return transactions;
    }
}
