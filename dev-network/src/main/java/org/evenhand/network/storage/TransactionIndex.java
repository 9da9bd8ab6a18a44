package org.evenhand.network.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.evenhand.network.ledger.CommittedTransaction;
import org.evenhand.network.validation.ValidatedBlock;

/** Where each transaction lies, by its id. */
final class TransactionIndex {
    private final Map<String, CommittedTransaction> byId = new ConcurrentHashMap<>();

    /** Adds a block's transactions, and says what became of each. Of several with one id the first stays. */
    List<CommittedTransaction> add(long block, ValidatedBlock validated) {
        List<CommittedTransaction> transactions = list(block, validated);
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

    static List<CommittedTransaction> list(long block, ValidatedBlock validated) {
        List<CommittedTransaction> transactions = new ArrayList<>();
        for (int index = 0; index < validated.codes().size(); index++) {
            transactions.add(new CommittedTransaction(
                    validated.txIds().get(index),
                    block,
                    index,
                    validated.codes().get(index)));
        }
        return transactions;
    }
}
