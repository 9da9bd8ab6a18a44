package org.evenhand.audit.block;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.evenhand.audit.identity.IdentityCache;
import org.evenhand.audit.identity.PresentedIdentity;
import org.evenhand.audit.identity.SignatureProvider;
import org.evenhand.audit.identity.Signer;
import org.evenhand.audit.source.StoredBlock;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.LastConfig;
import org.hyperledger.fabric.protos.common.Metadata;
import org.hyperledger.fabric.protos.common.MetadataSignature;
import org.hyperledger.fabric.protos.common.OrdererBlockMetadata;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.jspecify.annotations.Nullable;

/**
 * Reads blocks and checks all signatures in them that need no knowledge of earlier blocks. Safe for several threads.
 */
public final class BlockReader {
    /** The slot that only Fabric before 1.4.1 used, named here because the generated constant is deprecated. */
    private static final int ORDERER_SLOT = 3;

    private static final int LAST_CONFIG_SLOT = 1;
    private static final int METADATA_SLOTS = 5;

    /** What the first block says of itself: it is the last configuration, and nobody has signed it. */
    private static final Metadata UNSIGNED_GENESIS = Metadata.newBuilder()
            .setValue(OrdererBlockMetadata.newBuilder()
                    .setLastConfig(LastConfig.getDefaultInstance())
                    .build()
                    .toByteString())
            .build();

    private final SignatureProvider provider;
    private final IdentityCache identities;
    private final TransactionReader transactions;

    public BlockReader(SignatureProvider provider, IdentityCache identities) {
        this.provider = provider;
        this.identities = identities;
        this.transactions = new TransactionReader(provider, identities);
    }

    /**
     * Reads a block.
     *
     * @throws InvalidProtocolBufferException when the bytes are no block
     */
    public LedgerBlock read(StoredBlock stored) throws InvalidProtocolBufferException {
        Block block = Block.parseFrom(stored.bytes());
        List<String> faults = new ArrayList<>();
        requireCanonical(block, stored.bytes(), "the block", faults);
        List<Transaction> read = IntStream.range(0, block.getData().getDataCount())
                .parallel()
                .mapToObj(index -> transactions.read(index, block.getData().getData(index)))
                .toList();
        boolean config = read.size() == 1 && read.get(0).config().isPresent();
        if (!config) {
            checkEnvelopes(block, faults);
        }
        ByteString signatureSlot = slot(block, BlockMetadataIndex.SIGNATURES_VALUE);
        Metadata signed = Metadata.parseFrom(signatureSlot);
        requireCanonical(signed, signatureSlot, "the signature metadata", faults);
        ByteString headerBytes = BlockHashes.headerBytes(block.getHeader());
        Long lastConfig = lastConfig(block, signed, faults);
        if (block.getMetadata().getMetadataCount() > METADATA_SLOTS
                || !slot(block, ORDERER_SLOT).isEmpty()) {
            faults.add("there is metadata that nothing vouches for");
        }
        return new LedgerBlock(
                block.getHeader(),
                headerBytes,
                BlockHashes.headerHash(block.getHeader()),
                BlockHashes.dataHash(block.getData()),
                faults,
                read,
                signatures(signed, headerBytes),
                signed.getValue(),
                lastConfig,
                slot(block, BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE),
                commitHash(block, faults));
    }

    private static void checkEnvelopes(Block block, List<String> faults) {
        if (block.getData().getDataCount() == 0) {
            faults.add("the block is empty");
        }
        for (int i = 0; i < block.getData().getDataCount(); i++) {
            ByteString bytes = block.getData().getData(i);
            try {
                Envelope envelope = Envelope.parseFrom(bytes);
                if (envelope.getPayload().isEmpty() || envelope.getSignature().isEmpty()) {
                    faults.add("envelope " + i + " lacks its payload or signature");
                }
                requireCanonical(envelope, bytes, "envelope " + i, faults);
            } catch (InvalidProtocolBufferException e) {
                faults.add("envelope " + i + " cannot be read");
            }
        }
    }

    private static void requireCanonical(Message message, ByteString bytes, String what, List<String> faults) {
        if (!message.toByteString().equals(bytes)) {
            faults.add(what + " is not in the form in which it would be written");
        } else if (hasUnknownFields(message)) {
            faults.add(what + " has fields that nothing vouches for");
        }
    }

    private static boolean hasUnknownFields(Message message) {
        if (message.getUnknownFields().getSerializedSize() > 0) {
            return true;
        }
        for (Object value : message.getAllFields().values()) {
            List<?> values = value instanceof List<?> list ? list : List.of(value);
            for (Object inner : values) {
                if (inner instanceof Message nested && hasUnknownFields(nested)) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<OrdererSignature> signatures(Metadata signed, ByteString headerBytes)
            throws InvalidProtocolBufferException {
        List<OrdererSignature> signatures = new ArrayList<>();
        for (MetadataSignature signature : signed.getSignaturesList()) {
            if (signature.getSignatureHeader().isEmpty()) {
                signatures.add(new OrdererSignature(null, signature.getIdentifierHeader(), signature.getSignature()));
            } else {
                ByteString header = signature.getSignatureHeader();
                PresentedIdentity orderer =
                        identities.of(SignatureHeader.parseFrom(header).getCreator());
                boolean valid =
                        orderer.hasSigned(provider, signature.getSignature(), signed.getValue(), header, headerBytes);
                signatures.add(new OrdererSignature(new Signer(orderer, valid), header, signature.getSignature()));
            }
        }
        return signatures;
    }

    // The signed statement counts; the unsigned copy of older orderers must not contradict it.
    private static @Nullable Long lastConfig(Block block, Metadata signed, List<String> faults)
            throws InvalidProtocolBufferException {
        Long stated = null;
        if (!signed.getValue().isEmpty()) {
            OrdererBlockMetadata metadata = OrdererBlockMetadata.parseFrom(signed.getValue());
            stated = metadata.getLastConfig().getIndex();
        }
        if (block.getHeader().getNumber() == 0 && !signed.equals(UNSIGNED_GENESIS)) {
            faults.add("block 0 has other metadata than an unsigned first block");
        }
        ByteString copy = slot(block, LAST_CONFIG_SLOT);
        if (!copy.isEmpty() && stated != null) {
            ByteString expected = Metadata.newBuilder()
                    .setValue(LastConfig.newBuilder().setIndex(stated).build().toByteString())
                    .build()
                    .toByteString();
            if (!copy.equals(expected)) {
                faults.add("the unsigned copy of the last configuration's number differs from the signed one");
            }
        }
        return stated;
    }

    private static ByteString commitHash(Block block, List<String> faults) throws InvalidProtocolBufferException {
        ByteString slot = slot(block, BlockMetadataIndex.COMMIT_HASH_VALUE);
        Metadata metadata = Metadata.parseFrom(slot);
        requireCanonical(metadata, slot, "the commit hash", faults);
        if (metadata.getSignaturesCount() > 0) {
            faults.add("the commit hash has signatures that nothing vouches for");
        }
        return metadata.getValue();
    }

    private static ByteString slot(Block block, int index) {
        return index < block.getMetadata().getMetadataCount()
                ? block.getMetadata().getMetadata(index)
                : ByteString.EMPTY;
    }
}
