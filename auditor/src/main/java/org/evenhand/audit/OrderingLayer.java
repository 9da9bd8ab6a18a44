package org.evenhand.audit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.evenhand.audit.block.LedgerBlock;
import org.evenhand.audit.block.OrdererSignature;
import org.evenhand.audit.block.Transaction;
import org.evenhand.audit.config.ChannelConfig;
import org.evenhand.audit.config.ConfigUpdateCheck;
import org.evenhand.audit.config.InvalidConfigException;
import org.evenhand.audit.identity.IdentityCache;
import org.evenhand.audit.identity.PresentedIdentity;
import org.evenhand.audit.identity.SignatureProvider;
import org.evenhand.audit.identity.Signer;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.Consenter;
import org.hyperledger.fabric.protos.common.IdentifierHeader;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.jspecify.annotations.Nullable;

/** The orderers' signatures, and the configurations that they put in force. Block 0 is trusted: it is the root. */
final class OrderingLayer {
    private static final String BLOCK_VALIDATION = "/Channel/Orderer/BlockValidation";

    private final SignatureProvider provider;
    private final IdentityCache identities;
    private final Findings findings;
    private @Nullable ChannelConfig config;
    private long configBlock;

    OrderingLayer(SignatureProvider provider, IdentityCache identities, Findings findings) {
        this.provider = provider;
        this.identities = identities;
        this.findings = findings;
    }

    /** Returns the configuration in force. */
    Optional<ChannelConfig> config() {
        return Optional.ofNullable(config);
    }

    /** Checks the block's signatures against the configuration that was in force before it. */
    void checkSignatures(LedgerBlock block) {
        ChannelConfig inForce = config;
        if (inForce == null) {
            return;
        }
        try {
            List<Signer> signers = signers(block, inForce);
            for (Signer signer : signers) {
                if (!signer.signatureValid()) {
                    findings.add(Finding.ofBlock(
                            FindingCode.BLOCK_SIGNATURE_INVALID,
                            block.number(),
                            "a signature of " + signer.identity().mspId() + " does not match"));
                }
            }
            if (!inForce.policies().isSatisfied(BLOCK_VALIDATION, signers)) {
                findings.add(Finding.ofBlock(
                        FindingCode.BLOCK_SIGNATURES_INSUFFICIENT,
                        block.number(),
                        signers.size() + " signatures do not satisfy " + BLOCK_VALIDATION));
            }
        } catch (InvalidConfigException e) {
            findings.add(
                    Finding.ofBlock(FindingCode.CONFIG_UNREADABLE, block.number(), String.valueOf(e.getMessage())));
        }
    }

    private List<Signer> signers(LedgerBlock block, ChannelConfig inForce) throws InvalidConfigException {
        List<Signer> signers = new ArrayList<>();
        Map<Integer, Consenter> consenters = inForce.isByzantineFaultTolerant() ? inForce.consenters() : Map.of();
        for (OrdererSignature signature : block.signatures()) {
            if (signature.signer() != null) {
                signers.add(signature.signer());
            } else {
                numbered(signature, block, consenters).ifPresent(signers::add);
            }
        }
        return signers;
    }

    private Optional<Signer> numbered(
            OrdererSignature signature, LedgerBlock block, Map<Integer, Consenter> consenters) {
        Consenter consenter;
        try {
            consenter = consenters.get(
                    IdentifierHeader.parseFrom(signature.header()).getIdentifier());
        } catch (InvalidProtocolBufferException e) {
            consenter = null;
        }
        if (consenter == null) {
            findings.add(Finding.ofBlock(
                    FindingCode.BLOCK_SIGNATURE_INVALID, block.number(), "a signature is by no known consenter"));
            return Optional.empty();
        }
        ByteString serialized = SerializedIdentity.newBuilder()
                .setMspid(consenter.getMspId())
                .setIdBytes(consenter.getIdentity())
                .build()
                .toByteString();
        PresentedIdentity identity = identities.of(serialized);
        return Optional.of(new Signer(
                identity,
                identity.hasSigned(
                        provider,
                        signature.signature(),
                        block.signedMetadata(),
                        signature.header(),
                        block.headerBytes())));
    }

    /**
     * Puts the block's configuration in force, if it brings one, and checks what the orderers say about the last one.
     */
    void advance(LedgerBlock block) {
        if (block.isConfigBlock()) {
            Transaction transaction = block.transactions().get(0);
            transaction.config().ifPresent(envelope -> replace(block, transaction, envelope));
            configBlock = block.number();
        } else if (block.transactions().stream()
                .anyMatch(transaction -> transaction.config().isPresent())) {
            findings.add(Finding.ofBlock(
                    FindingCode.CONFIG_UNAUTHORISED,
                    block.number(),
                    "a configuration has to be alone in its block and to have a proper header"));
        } else if (config == null) {
            findings.add(Finding.ofBlock(
                    FindingCode.CONFIG_UNREADABLE, block.number(), "no configuration is known for this block"));
        }
        boolean stated = block.lastConfigNumber().isPresent();
        if (config != null && stated && block.lastConfigNumber().getAsLong() != configBlock) {
            findings.add(Finding.ofBlock(
                    FindingCode.LAST_CONFIG_MISMATCH,
                    block.number(),
                    "names block " + block.lastConfigNumber().getAsLong() + " as the last configuration, which is in"
                            + " block " + configBlock));
        }
    }

    private void replace(LedgerBlock block, Transaction transaction, ConfigEnvelope envelope) {
        try {
            String channel = transaction.channelHeader().getChannelId();
            ChannelConfig next = new ChannelConfig(channel, envelope.getConfig(), provider, identities);
            for (String reason : next.unsupported()) {
                findings.add(Finding.ofBlock(FindingCode.CONFIG_UNSUPPORTED, block.number(), reason));
            }
            ChannelConfig inForce = config;
            config = next;
            if (inForce != null) {
                new ConfigUpdateCheck(inForce, provider, identities).check(envelope);
            }
        } catch (InvalidConfigException e) {
            findings.add(
                    Finding.ofBlock(FindingCode.CONFIG_UNAUTHORISED, block.number(), String.valueOf(e.getMessage())));
        }
    }
}
