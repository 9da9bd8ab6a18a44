package org.evenhand.cli.audit;

import com.google.protobuf.ByteString;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.evenhand.audit.AuditOptions;
import org.evenhand.audit.AuditReport;
import org.evenhand.audit.decision.EvenhandAudit;
import org.evenhand.audit.source.BlockSource;
import org.evenhand.audit.source.EvidenceException;
import org.evenhand.cli.UserError;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.core.json.Digest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evenhand audit verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Verify a ledger: chain, signatures, endorsement policies, conflicts, and every round decided again.",
            "Exits 0 if all of it holds, 3 if the ledger contradicts itself or the rules, 4 if evidence is missing."
        },
        footer = {"", "Example:  evenhand audit verify --ledger evenhand-demo/ledger --json"})
final class VerifyCommand implements Callable<Integer> {
    private static final int BLOCKS_PER_PROGRESS_LINE = 2_000;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private AuditTarget target = new AuditTarget();

    @Option(names = "--genesis", paramLabel = "HASH", description = "Header hash that block 0 must have.")
    private @Nullable String genesis;

    @Option(
            names = "--head",
            paramLabel = "HASH",
            description = "Header hash of a block that must be there: a ledger cut off before it is noticed.")
    private @Nullable String head;

    @Override
    public Integer call() throws UserError, InterruptedException {
        AuditOptions options = options();
        BlockSource source;
        try {
            source = target.open();
        } catch (EvidenceException e) {
            return Reports.unreadable(output, e).number();
        }
        AuditReport report = EvenhandAudit.verify(source, options, (blocks, height, transactions) -> {
            if (blocks % BLOCKS_PER_PROGRESS_LINE == 0) {
                output.progress("verified " + blocks + " blocks, " + transactions + " transactions");
            }
        });
        output.result(Reports.toJson(report), Reports.toText(report));
        return report.verdict().exitCode();
    }

    private AuditOptions options() throws UserError {
        AuditOptions options = target.options();
        if (genesis != null) {
            options = options.withGenesisHash(hash("--genesis", genesis));
        }
        return head == null ? options : options.withHeadHash(hash("--head", head));
    }

    private static ByteString hash(String option, String hex) throws UserError {
        try {
            return ByteString.copyFrom(HexFormat.of().parseHex(new Digest(hex).hex()));
        } catch (IllegalArgumentException e) {
            throw new UserError("expected " + option + " to be 64 hexadecimal digits, found " + hex);
        }
    }
}
