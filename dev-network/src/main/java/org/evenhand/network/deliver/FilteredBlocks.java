package org.evenhand.network.deliver;

import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.FilteredBlock;
import org.hyperledger.fabric.protos.peer.FilteredChaincodeAction;
import org.hyperledger.fabric.protos.peer.FilteredTransaction;
import org.hyperledger.fabric.protos.peer.FilteredTransactionActions;

/** Blocks without their contents: ids, validation codes and the names of events. */
final class FilteredBlocks {
    private FilteredBlocks() {}

    static FilteredBlock of(BlockView block) {
        FilteredBlock.Builder filtered = FilteredBlock.newBuilder().setNumber(block.number());
        for (BlockView.TransactionView transaction : block.transactions()) {
            filtered.setChannelId(transaction.header().getChannelId());
            filtered.addFilteredTransactions(transaction(transaction));
        }
        return filtered.build();
    }

    private static FilteredTransaction transaction(BlockView.TransactionView transaction) {
        FilteredTransaction.Builder filtered = FilteredTransaction.newBuilder()
                .setTxid(transaction.header().getTxId())
                .setTypeValue(transaction.header().getType())
                .setTxValidationCode(transaction.code());
        if (transaction.header().getType() == HeaderType.ENDORSER_TRANSACTION_VALUE) {
            FilteredTransactionActions.Builder actions = FilteredTransactionActions.newBuilder();
            for (ChaincodeEvent event : transaction.events()) {
                actions.addChaincodeActions(FilteredChaincodeAction.newBuilder()
                        .setChaincodeEvent(ChaincodeEvent.newBuilder()
                                .setTxId(event.getTxId())
                                .setChaincodeId(event.getChaincodeId())
                                .setEventName(event.getEventName())));
            }
            filtered.setTransactionActions(actions);
        }
        return filtered.build();
    }
}
