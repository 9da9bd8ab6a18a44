package org.evenhand.network.gateway;

import java.util.ArrayList;
import java.util.List;
import org.evenhand.network.deliver.BlockView;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;

/** Selects, block after block, the events of one chaincode in valid transactions, from after a given transaction on. */
final class EventSelection {
    private final String chaincode;
    private final String afterTransaction;
    private boolean passed;

    /**
     * Selects from the first block that is shown to it.
     *
     * @param afterTransaction events up to and including this transaction's are left out; empty for none.
     */
    EventSelection(String chaincode, String afterTransaction) {
        this.chaincode = chaincode;
        this.afterTransaction = afterTransaction;
        this.passed = afterTransaction.isEmpty();
    }

    List<ChaincodeEvent> select(BlockView block) {
        List<ChaincodeEvent> selected = new ArrayList<>();
        for (BlockView.TransactionView transaction : block.transactions()) {
            if (passed && transaction.isValid()) {
                transaction.events().stream()
                        .filter(event -> event.getChaincodeId().equals(chaincode))
                        .forEach(selected::add);
            }
            passed |= transaction.header().getTxId().equals(afterTransaction);
        }
        return selected;
    }
}
