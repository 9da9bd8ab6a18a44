package org.evenhand.network.validation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.evenhand.network.config.ChannelConfig;
import org.evenhand.network.rwset.ReadWriteSet;
import org.evenhand.network.rwset.ReadWriteSet.NamespaceSet;
import org.evenhand.network.transaction.TransactionIds;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ChaincodeHeaderExtension;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Fabric checks of a transaction by itself, in Fabric's order: form, creator, id, binding to the proposal,
 * duplicates on the ledger, whose endorsements hold. Safe for use by several threads.
 */
final class TransactionCheck {
    private static final Logger LOGGER = LoggerFactory.getLogger(TransactionCheck.class);

    private final ChannelConfig config;
    private final ConfigTransactions configTransactions;
    private final Predicate<String> isOnLedger;

    TransactionCheck(ChannelConfig config, ConfigTransactions configTransactions, Predicate<String> isOnLedger) {
        this.config = config;
        this.configTransactions = configTransactions;
        this.isOnLedger = isOnLedger;
    }

    CheckedTransaction check(ByteString data) {
        String txId = TransactionIds.of(data);
        try {
            return new CheckedTransaction(txId, TxValidationCode.VALID, effect(OpenedEnvelope.open(data)));
        } catch (Refusal refusal) {
            refusal.log(txId);
            return new CheckedTransaction(txId, refusal.code(), Optional.empty());
        }
    }

    private Optional<EndorsedEffect> effect(OpenedEnvelope opened) throws Refusal {
        opened.checkCreator(config);
        return switch (opened.channel().getType()) {
            case HeaderType.ENDORSER_TRANSACTION_VALUE -> Optional.of(endorsedEffect(opened));
            case HeaderType.CONFIG_VALUE -> {
                if (configTransactions == ConfigTransactions.REFUSED) {
                    throw new Refusal(
                            TxValidationCode.INVALID_CONFIG_TRANSACTION,
                            "this network's configuration does not change");
                }
                yield Optional.empty();
            }
            default -> throw new Refusal(TxValidationCode.UNSUPPORTED_TX_PAYLOAD, "no transaction of a ledger");
        };
    }

    private EndorsedEffect endorsedEffect(OpenedEnvelope opened) throws Refusal {
        String computed = TransactionIds.compute(
                opened.signature().getNonce(), opened.signature().getCreator());
        if (!computed.equals(opened.channel().getTxId())) {
            throw new Refusal(TxValidationCode.BAD_PROPOSAL_TXID, "its nonce and creator give the id " + computed);
        }
        EndorsedAction action = EndorsedAction.of(opened);
        if (isOnLedger.test(computed)) {
            throw new Refusal(TxValidationCode.DUPLICATE_TXID, "the ledger has it already");
        }
        ChaincodeHeaderExtension extension = extension(opened);
        ChaincodeAction result = result(action);
        ReadWriteSet effect = readWriteSet(result);
        String chaincode = calledChaincode(extension, result);
        checkEvent(result, chaincode);
        refuseRepeatedNamespace(effect);
        return new EndorsedEffect(chaincode, effect, action.signers(config.msps()));
    }

    private static ChaincodeHeaderExtension extension(OpenedEnvelope opened) throws Refusal {
        try {
            return ChaincodeHeaderExtension.parseFrom(opened.channel().getExtension());
        } catch (InvalidProtocolBufferException e) {
            throw new Refusal(TxValidationCode.BAD_HEADER_EXTENSION, "unreadable header extension");
        }
    }

    private static ChaincodeAction result(EndorsedAction action) throws Refusal {
        try {
            if (!action.response().getExtension().isEmpty()) {
                return ChaincodeAction.parseFrom(action.response().getExtension());
            }
        } catch (InvalidProtocolBufferException e) {
            LOGGER.debug("Unreadable chaincode action", e);
        }
        throw new Refusal(TxValidationCode.BAD_RESPONSE_PAYLOAD, "no readable result of a chaincode");
    }

    private static ReadWriteSet readWriteSet(ChaincodeAction result) throws Refusal {
        try {
            return ReadWriteSet.parse(result.getResults());
        } catch (InvalidProtocolBufferException e) {
            throw new Refusal(TxValidationCode.BAD_RWSET, "unreadable read-write set");
        }
    }

    private static String calledChaincode(ChaincodeHeaderExtension extension, ChaincodeAction result) throws Refusal {
        if (!extension.hasChaincodeId() || !result.hasChaincodeId()) {
            throw new Refusal(TxValidationCode.INVALID_OTHER_REASON, "proposal or result names no chaincode");
        }
        String name = extension.getChaincodeId().getName();
        if (name.isEmpty()
                || !name.equals(result.getChaincodeId().getName())
                || result.getChaincodeId().getVersion().isEmpty()) {
            throw new Refusal(
                    TxValidationCode.INVALID_CHAINCODE, "proposal and result name different chaincodes, or no version");
        }
        return name;
    }

    private static void checkEvent(ChaincodeAction result, String chaincode) throws Refusal {
        if (result.getEvents().isEmpty()) {
            return; // There and empty is the same as not there, as for a Fabric peer since 2.5: Go decodes both to nil.
        }
        try {
            if (ChaincodeEvent.parseFrom(result.getEvents()).getChaincodeId().equals(chaincode)) {
                return;
            }
        } catch (InvalidProtocolBufferException e) {
            LOGGER.debug("Unreadable chaincode event", e);
        }
        throw new Refusal(TxValidationCode.INVALID_OTHER_REASON, "event of another chaincode, or unreadable");
    }

    private static void refuseRepeatedNamespace(ReadWriteSet effect) throws Refusal {
        Set<String> seen = new HashSet<>();
        for (NamespaceSet namespace : effect.namespaces()) {
            String name = namespace.location().namespace();
            if (!seen.add(name)) {
                throw new Refusal(TxValidationCode.ILLEGAL_WRITESET, "names the namespace " + name + " twice");
            }
        }
    }
}
