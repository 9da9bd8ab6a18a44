package org.evenhand.network.block;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.evenhand.network.msp.Identity;
import org.evenhand.network.msp.MspRegistry;
import org.evenhand.network.msp.SigningIdentity;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockHeader;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.common.LastConfig;
import org.hyperledger.fabric.protos.common.Metadata;
import org.hyperledger.fabric.protos.common.MetadataSignature;
import org.hyperledger.fabric.protos.common.OrdererBlockMetadata;
import org.hyperledger.fabric.protos.common.SignatureHeader;

/** The orderer's signature: metadata value ‖ signature header ‖ block header, in slot {@code SIGNATURES}. */
public final class BlockSignature {
    private static final int NONCE_BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private BlockSignature() {}

    /** Signs a header; the result is the content of the {@code SIGNATURES} slot. */
    public static Metadata sign(BlockHeader header, long lastConfigBlock, SigningIdentity orderer) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        ByteString signatureHeader = SignatureHeader.newBuilder()
                .setCreator(orderer.serialized())
                .setNonce(ByteString.copyFrom(nonce))
                .build()
                .toByteString();
        ByteString value = OrdererBlockMetadata.newBuilder()
                .setLastConfig(LastConfig.newBuilder().setIndex(lastConfigBlock))
                .setConsenterMetadata(Metadata.getDefaultInstance().toByteString())
                .build()
                .toByteString();
        ByteString signature = ByteString.copyFrom(orderer.sign(message(value, signatureHeader, header)));
        return Metadata.newBuilder()
                .setValue(value)
                .addSignatures(MetadataSignature.newBuilder()
                        .setSignatureHeader(signatureHeader)
                        .setSignature(signature))
                .build();
    }

    /**
     * The identities whose signatures over this block hold. The genesis block has none.
     *
     * @throws InvalidProtocolBufferException if the slot cannot be read.
     */
    public static List<Identity> signers(Block block, MspRegistry msps) throws InvalidProtocolBufferException {
        Metadata metadata = Metadata.parseFrom(block.getMetadata().getMetadata(BlockMetadataIndex.SIGNATURES_VALUE));
        Set<Identity> signers = new LinkedHashSet<>();
        for (MetadataSignature signature : metadata.getSignaturesList()) {
            ByteString creator =
                    SignatureHeader.parseFrom(signature.getSignatureHeader()).getCreator();
            byte[] message = message(metadata.getValue(), signature.getSignatureHeader(), block.getHeader());
            msps.known(creator)
                    .filter(signer ->
                            signer.verifies(message, signature.getSignature().toByteArray()))
                    .ifPresent(signers::add);
        }
        return List.copyOf(signers);
    }

    private static byte[] message(ByteString value, ByteString signatureHeader, BlockHeader header) {
        return value.concat(signatureHeader)
                .concat(ByteString.copyFrom(BlockHashes.headerBytes(header)))
                .toByteArray();
    }
}
