package org.evenhand.audit.block;

import java.util.Optional;
import org.evenhand.audit.identity.Signer;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.jspecify.annotations.Nullable;

/**
 * One envelope of a block, taken apart. The three faults stand for the three stages in which Fabric looks at a
 * transaction's form; between them it looks at other things, so an auditor must know where each one was found.
 */
public final class Transaction {
    private final int index;
    private String id = "";
    private ChannelHeader channelHeader = ChannelHeader.getDefaultInstance();
    private TxValidationCode headerFault = TxValidationCode.VALID;
    private TxValidationCode bodyFault = TxValidationCode.VALID;
    private TxValidationCode callFault = TxValidationCode.VALID;
    private @Nullable Signer creator;
    private @Nullable ChaincodeCall call;
    private @Nullable ConfigEnvelope config;

    Transaction(int index) {
        this.index = index;
    }

    /** Returns the place in the block, from 0. */
    public int index() {
        return index;
    }

    /** Returns the id under which a peer's index knows the transaction; empty when it has none. */
    public String id() {
        return id;
    }

    /** Returns the channel header; the default one when it cannot be read. */
    public ChannelHeader channelHeader() {
        return channelHeader;
    }

    /** Returns whether this is a transaction of the given type whose headers can be read. */
    public boolean is(HeaderType type) {
        return headerFault == TxValidationCode.VALID && channelHeader.getType() == type.getNumber();
    }

    /** Returns what is wrong with the headers: found before the creator's signature is looked at. */
    public TxValidationCode headerFault() {
        return headerFault;
    }

    /** Returns what is wrong with the id or the proposal: found after the creator's signature was accepted. */
    public TxValidationCode bodyFault() {
        return bodyFault;
    }

    /** Returns what is wrong with the chaincode's answer: found after the id was seen to be new. */
    public TxValidationCode callFault() {
        return callFault;
    }

    /** Returns who created the transaction, and whether the signature over it is theirs. */
    public Optional<Signer> creator() {
        return Optional.ofNullable(creator);
    }

    /** Returns the chaincode call, when this is an endorsed transaction that can be read. */
    public Optional<ChaincodeCall> call() {
        return Optional.ofNullable(call);
    }

    /** Returns the configuration, when this is a config transaction that can be read. */
    public Optional<ConfigEnvelope> config() {
        return Optional.ofNullable(config);
    }

    void identify(String indexedId, ChannelHeader header) {
        this.id = indexedId;
        this.channelHeader = header;
    }

    void createdBy(Signer signer) {
        this.creator = signer;
    }

    Transaction failHeader(TxValidationCode code) {
        this.headerFault = code;
        return this;
    }

    Transaction failBody(TxValidationCode code) {
        this.bodyFault = code;
        return this;
    }

    Transaction failCall(TxValidationCode code) {
        this.callFault = code;
        return this;
    }

    void calls(ChaincodeCall chaincodeCall) {
        this.call = chaincodeCall;
    }

    void configures(ConfigEnvelope envelope) {
        this.config = envelope;
    }
}
