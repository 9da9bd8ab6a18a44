package org.evenhand.audit.block;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.OptionalLong;
import org.hyperledger.fabric.protos.common.BlockHeader;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.jspecify.annotations.Nullable;

/**
 * A block that could be read.
 *
 * @param header the header as it stands
 * @param headerBytes the header as it is hashed and signed
 * @param headerHash its hash, which the next block must name
 * @param dataHash the hash of the data, computed
 * @param formFaults what is not in the one form that the bytes may have; empty when all is
 * @param transactions the envelopes, taken apart
 * @param signatures the orderers' signatures
 * @param signedMetadata the metadata that the signatures cover
 * @param lastConfig the block number of the configuration that the orderers worked under, or null if not stated
 * @param flags the validation flags that the peer wrote; empty when there are none
 * @param commitHash the commit hash that the peer wrote; empty when there is none
 */
public record LedgerBlock(
        BlockHeader header,
        ByteString headerBytes,
        ByteString headerHash,
        ByteString dataHash,
        List<String> formFaults,
        List<Transaction> transactions,
        List<OrdererSignature> signatures,
        ByteString signedMetadata,
        @Nullable Long lastConfig,
        ByteString flags,
        ByteString commitHash) {
    public LedgerBlock {
        formFaults = List.copyOf(formFaults);
        transactions = List.copyOf(transactions);
        signatures = List.copyOf(signatures);
    }

    /** Returns the block's number. */
    public long number() {
        return header.getNumber();
    }

    /** Returns the number of the config block that the orderers say is the last one. */
    public OptionalLong lastConfigNumber() {
        return lastConfig == null ? OptionalLong.empty() : OptionalLong.of(lastConfig);
    }

    /** Returns whether this block brings a configuration: then it holds nothing else. */
    public boolean isConfigBlock() {
        return transactions.size() == 1
                && transactions.get(0).config().isPresent()
                && (number() == 0 || transactions.get(0).headerFault() == TxValidationCode.VALID);
    }

    /** Returns what the peer wrote about a transaction, NOT_VALIDATED when it wrote nothing. */
    public TxValidationCode flag(int index) {
        if (index >= flags.size()) {
            return TxValidationCode.NOT_VALIDATED;
        }
        TxValidationCode code = TxValidationCode.forNumber(flags.byteAt(index) & 0xff);
        return code == null ? TxValidationCode.UNRECOGNIZED : code;
    }
}
