package org.evenhand.network.system;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.evenhand.network.access.AccessDeniedException;
import org.evenhand.network.access.ChannelAccess;
import org.evenhand.network.access.Right;
import org.evenhand.network.endorser.CheckedProposal;
import org.evenhand.network.endorser.SystemChaincode;
import org.evenhand.network.ledger.CommittedTransaction;
import org.evenhand.network.ledger.Ledger;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockchainInfo;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.peer.ChaincodeInput;
import org.hyperledger.fabric.protos.peer.ProcessedTransaction;
import org.hyperledger.fabric.protos.peer.Response;

/** {@code qscc}: answers questions about the chain itself. The first argument is a function, the second the channel. */
public final class QueryChaincode implements SystemChaincode {
    private static final int OK = 200;
    private static final int ERROR = 500;

    private final Ledger ledger;
    private final ChannelAccess access;

    /** Answers about this ledger. */
    public QueryChaincode(Ledger ledger) {
        this.ledger = ledger;
        this.access = new ChannelAccess(ledger);
    }

    @Override
    public String name() {
        return "qscc";
    }

    @Override
    public Response invoke(CheckedProposal proposal) {
        ChaincodeInput input = proposal.proposal().input();
        if (input.getArgsCount() < 2) {
            return error("Incorrect number of arguments, " + input.getArgsCount());
        }
        String function = input.getArgs(0).toStringUtf8();
        String channel = input.getArgs(1).toStringUtf8();
        if (!function.equals("GetChainInfo") && input.getArgsCount() < 3) {
            return error("missing 3rd argument for " + function);
        }
        if (!channel.equals(ledger.channel())) {
            return error("Invalid chain ID, " + channel);
        }
        try {
            access.require(Right.READ, proposal.creator());
        } catch (AccessDeniedException e) {
            return error("access denied for [" + function + "][" + channel + "]: [" + e.getMessage() + "]");
        }
        return switch (function) {
            case "GetChainInfo" -> success(chainInfo().toByteString());
            case "GetBlockByNumber" -> blockByNumber(input.getArgs(2).toStringUtf8());
            case "GetBlockByHash" -> blockByHash(input.getArgs(2));
            case "GetTransactionByID" -> transactionById(input.getArgs(2).toStringUtf8());
            case "GetBlockByTxID" -> blockByTxId(input.getArgs(2).toStringUtf8());
            default -> error("Requested function " + function + " not found.");
        };
    }

    /** All of it follows from one block, so that a commit in between cannot mix two. */
    private BlockchainInfo chainInfo() {
        ByteString tipHash = ledger.tipHash();
        Block tip = ledger.block(ledger.blockNumberByHash(tipHash).orElseThrow());
        return BlockchainInfo.newBuilder()
                .setHeight(tip.getHeader().getNumber() + 1)
                .setCurrentBlockHash(tipHash)
                .setPreviousBlockHash(tip.getHeader().getPreviousHash())
                .build();
    }

    private Response blockByNumber(String text) {
        long number;
        try {
            number = Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            return error("Failed to parse block number with error " + e.getMessage());
        }
        try {
            // Fabric's ledger takes the largest number for "the last block".
            return success(
                    ledger.block(number == -1 ? ledger.height() - 1 : number).toByteString());
        } catch (NoSuchElementException e) {
            return error("Failed to get block number " + text + ", error no such block number [" + text + "] in index");
        }
    }

    private Response blockByHash(ByteString hash) {
        Optional<Long> number = ledger.blockNumberByHash(hash);
        return number.isPresent()
                ? success(ledger.block(number.get()).toByteString())
                : error("Failed to get block hash, error no such block hash in index");
    }

    private Response transactionById(String txId) {
        Optional<CommittedTransaction> found = ledger.transaction(txId);
        if (found.isEmpty()) {
            return error("Failed to get transaction with id " + txId + ", error no such transaction ID [" + txId
                    + "] in index");
        }
        Block block = ledger.block(found.get().block());
        try {
            Envelope envelope =
                    Envelope.parseFrom(block.getData().getData(found.get().index()));
            return success(ProcessedTransaction.newBuilder()
                    .setTransactionEnvelope(envelope)
                    .setValidationCode(found.get().code().getNumber())
                    .build()
                    .toByteString());
        } catch (InvalidProtocolBufferException e) {
            return error("Failed to get transaction with id " + txId + ", error " + e.getMessage());
        }
    }

    private Response blockByTxId(String txId) {
        Optional<CommittedTransaction> found = ledger.transaction(txId);
        return found.isPresent()
                ? success(ledger.block(found.get().block()).toByteString())
                : error("Failed to get block for txID " + txId + ", error no such transaction ID [" + txId
                        + "] in index");
    }

    private static Response success(ByteString payload) {
        return Response.newBuilder().setStatus(OK).setPayload(payload).build();
    }

    private static Response error(String message) {
        return Response.newBuilder().setStatus(ERROR).setMessage(message).build();
    }
}
