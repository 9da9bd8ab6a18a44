package org.evenhand.network.deliver;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.evenhand.network.ledger.CommittedTransaction;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TransactionAction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.jspecify.annotations.Nullable;

/** A committed block, whose transactions are looked into once however many listeners there are. */
public final class BlockView {
    private final Block block;
    private final List<CommittedTransaction> results;
    private @Nullable List<TransactionView> transactions;

    /**
     * Views a block.
     *
     * @param results what became of its envelopes, one each.
     */
    public BlockView(Block block, List<CommittedTransaction> results) {
        this.block = block;
        this.results = List.copyOf(results);
    }

    /** The block. */
    public Block block() {
        return block;
    }

    /** The block's number. */
    public long number() {
        return block.getHeader().getNumber();
    }

    /** What became of its envelopes, in the block's order. */
    public List<CommittedTransaction> results() {
        return results;
    }

    /** Its transactions, in the block's order; an envelope that cannot be read is left out. */
    public synchronized List<TransactionView> transactions() {
        if (transactions == null) {
            transactions = read();
        }
        return transactions;
    }

    private List<TransactionView> read() {
        List<TransactionView> views = new ArrayList<>(results.size());
        for (int i = 0; i < results.size(); i++) {
            read(i).ifPresent(views::add);
        }
        return List.copyOf(views);
    }

    private Optional<TransactionView> read(int index) {
        try {
            Envelope envelope = Envelope.parseFrom(block.getData().getData(index));
            Payload payload = Payload.parseFrom(envelope.getPayload());
            ChannelHeader header = ChannelHeader.parseFrom(payload.getHeader().getChannelHeader());
            List<ChaincodeEvent> events =
                    header.getType() == HeaderType.ENDORSER_TRANSACTION_VALUE ? events(payload) : List.of();
            return Optional.of(new TransactionView(header, results.get(index).code(), events));
        } catch (InvalidProtocolBufferException e) {
            // Validation has marked it invalid; there is nothing in it to deliver.
            return Optional.empty();
        }
    }

    private static List<ChaincodeEvent> events(Payload payload) throws InvalidProtocolBufferException {
        List<ChaincodeEvent> events = new ArrayList<>(1);
        for (TransactionAction action : Transaction.parseFrom(payload.getData()).getActionsList()) {
            event(action).ifPresent(events::add);
        }
        return events;
    }

    private static Optional<ChaincodeEvent> event(TransactionAction action) throws InvalidProtocolBufferException {
        ChaincodeActionPayload payload = ChaincodeActionPayload.parseFrom(action.getPayload());
        ProposalResponsePayload response =
                ProposalResponsePayload.parseFrom(payload.getAction().getProposalResponsePayload());
        ChaincodeAction result = ChaincodeAction.parseFrom(response.getExtension());
        ChaincodeEvent event = ChaincodeEvent.parseFrom(result.getEvents());
        return event.getChaincodeId().isEmpty() ? Optional.empty() : Optional.of(event);
    }

    /**
     * A transaction in a block.
     *
     * @param header its channel header.
     * @param code whether it took effect, or why not.
     * @param events the chaincode events it carries, valid or not.
     */
    public record TransactionView(ChannelHeader header, TxValidationCode code, List<ChaincodeEvent> events) {
        /** Copies the events. */
        public TransactionView {
            events = List.copyOf(events);
        }

        /** Whether the transaction took effect. */
        public boolean isValid() {
            return code == TxValidationCode.VALID;
        }
    }
}
