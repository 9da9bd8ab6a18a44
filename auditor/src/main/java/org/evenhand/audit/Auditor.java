package org.evenhand.audit;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.evenhand.audit.block.BlockReader;
import org.evenhand.audit.block.LedgerBlock;
import org.evenhand.audit.config.ChannelConfig;
import org.evenhand.audit.config.InvalidConfigException;
import org.evenhand.audit.identity.IdentityCache;
import org.evenhand.audit.source.BlockSource;
import org.evenhand.audit.source.EvidenceException;
import org.evenhand.audit.state.WorldState;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a ledger from its blocks alone. Goals: everything a peer decided is decided again; nothing a peer says is
 * believed; what cannot be checked is said. Signatures are checked on all threads, everything that depends on order on
 * one; what is kept between blocks is the state, the ids of transactions, and nothing else that grows.
 */
public final class Auditor {
    private final AuditOptions options;
    private final Findings findings = new Findings();
    private final IdentityCache identities;
    private final ChainLayer chain;
    private final OrderingLayer ordering;
    private final ChaincodeDefinitions definitions;
    private final EntitlementLayer entitlement;
    private final EffectLayer effect;
    private long blocks;
    private long transactions;
    private boolean gap;

    private Auditor(AuditOptions options, @Nullable ChaincodeAuditor replay) {
        this.options = options;
        this.identities = new IdentityCache(options.provider());
        this.chain = new ChainLayer(options, findings);
        this.ordering = new OrderingLayer(options.provider(), identities, findings);
        WorldState state = new WorldState();
        this.definitions = new ChaincodeDefinitions(state);
        this.entitlement = new EntitlementLayer(state, definitions, findings);
        this.effect = new EffectLayer(state, findings, options.chaincode().orElse(null), replay);
    }

    /**
     * Verifies a ledger without knowing what its chaincodes are for.
     *
     * @throws InterruptedException when the calling thread is interrupted
     */
    public static AuditReport verify(BlockSource source, AuditOptions options, AuditProgress progress)
            throws InterruptedException {
        return verify(source, options, progress, new Auditor(options, null));
    }

    /**
     * Verifies a ledger and has the valid transactions of the chaincode that the options name replayed.
     *
     * @param replay is handed these transactions in ledger order, on the calling thread
     * @throws InterruptedException when the calling thread is interrupted
     */
    public static AuditReport verify(
            BlockSource source, AuditOptions options, AuditProgress progress, ChaincodeAuditor replay)
            throws InterruptedException {
        return verify(source, options, progress, new Auditor(options, replay));
    }

    private static AuditReport verify(BlockSource source, AuditOptions options, AuditProgress progress, Auditor auditor)
            throws InterruptedException {
        long startNanos = System.nanoTime();
        long signaturesBefore = options.provider().verifications();
        auditor.run(source, progress);
        return auditor.report(startNanos, signaturesBefore);
    }

    private void run(BlockSource source, AuditProgress progress) throws InterruptedException {
        OptionalLong height = source.height();
        BlockReader reader = new BlockReader(options.provider(), identities);
        try (BlockPipeline pipeline = new BlockPipeline(source.open(), reader, options.threads())) {
            Optional<LedgerBlock> block = pipeline.next();
            while (block.isPresent()) {
                audit(block.get());
                progress.done(blocks, height, transactions);
                block = pipeline.next();
            }
        } catch (EvidenceException e) {
            findings.add(Finding.ofLedger(FindingCode.EVIDENCE_INCOMPLETE, String.valueOf(e.getMessage())));
        } catch (MalformedBlockException e) {
            findings.add(Finding.ofLedger(FindingCode.BLOCK_MALFORMED, String.valueOf(e.getMessage())));
        }
        chain.finish();
        effect.finish();
    }

    private void audit(LedgerBlock block) {
        blocks++;
        transactions += block.transactions().size();
        ChainLayer.Place place = chain.check(block);
        gap |= place == ChainLayer.Place.AFTER_A_GAP;
        if (gap || place == ChainLayer.Place.REPEATED) {
            return; // Without the state and the configuration that it met, a block can only be chained.
        }
        ordering.checkSignatures(block);
        Optional<ChannelConfig> inForce = ordering.config();
        ordering.advance(block);
        ChannelConfig config = inForce.or(ordering::config).orElse(null);
        if (config == null) {
            return; // Without a configuration nobody can be entitled to anything; that has been said.
        }
        try {
            List<EntitlementLayer.Judgement> judgements =
                    block.number() == 0 ? List.of(EntitlementLayer.Judgement.VALID) : entitlement.judge(block, config);
            definitions.advance(effect.apply(block, judgements, config));
        } catch (InvalidConfigException e) {
            findings.add(
                    Finding.ofBlock(FindingCode.CONFIG_UNREADABLE, block.number(), String.valueOf(e.getMessage())));
        }
    }

    private AuditReport report(long startNanos, long signaturesBefore) {
        long signatures = options.provider().verifications() - signaturesBefore;
        long elapsedMillis = (System.nanoTime() - startNanos) / 1_000_000;
        return new AuditReport(
                findings.verdict(),
                ordering.config().map(ChannelConfig::channelId).orElse(""),
                blocks,
                transactions,
                effect.roundsReplayed(),
                chain.genesisHash().isEmpty() ? "" : Hex.of(chain.genesisHash()),
                Hex.of(chain.headHash()),
                findings.kept(),
                findings.total(),
                new AuditReport.Speed(
                        signatures,
                        elapsedMillis,
                        options.provider().name(),
                        options.provider().warning()));
    }
}
