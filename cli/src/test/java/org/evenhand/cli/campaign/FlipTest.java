package org.evenhand.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.evenhand.audit.AuditOptions;
import org.evenhand.audit.AuditProgress;
import org.evenhand.audit.AuditReport;
import org.evenhand.audit.AuditVerdict;
import org.evenhand.audit.decision.EvenhandAudit;
import org.evenhand.audit.source.BlockSources;
import org.evenhand.audit.source.EvidenceException;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.Ran;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever byte of a ledger's block files is changed, the auditor does not call the ledger verified. Positions are
 * drawn from every part of the files in turn; {@code -Devenhand.flips} says how many, {@code -Devenhand.flips.seed}
 * which. An auditor who was given the genesis hash checks all that one checks who was not, so most flips are shown to
 * the latter.
 */
class FlipTest {
    private static final int FLIPS = Integer.getInteger("evenhand.flips", 100);
    private static final long SEED = Long.getLong("evenhand.flips.seed", 20_261_128L);
    private static final int WITH_GENESIS_EVERY = 10;

    @TempDir
    private static Path folder = Path.of(".");

    private static SmallLedger ledger = new SmallLedger(folder, "");
    private static Path file = folder;
    private static byte[] good = new byte[0];

    @BeforeAll
    static void write_the_ledger() throws Exception {
        ledger = SmallLedger.write(folder.resolve("network"));
        file = ledger.folder().resolve("blockfile_000000");
        good = Files.readAllBytes(file);
    }

    /** A changed byte. */
    private record Flip(String part, int position, int mask) {
        @Override
        public String toString() {
            return String.format("byte %d of %s, xor %02x", position, part, mask);
        }
    }

    private static List<Flip> flips() throws IOException {
        Random random = new Random(SEED);
        Map<String, List<Integer>> parts = LedgerParts.of(good);
        parts.values().forEach(positions -> Collections.shuffle(positions, random));
        List<Flip> flips = new ArrayList<>();
        for (int turn = 0; flips.size() < FLIPS; turn++) {
            for (Map.Entry<String, List<Integer>> part : parts.entrySet()) {
                List<Integer> positions = part.getValue();
                int position = positions.get(turn % positions.size());
                // Every other flip changes one bit, the rest any number of them.
                int mask = turn % 2 == 0 ? 1 << random.nextInt(Byte.SIZE) : 1 + random.nextInt(0xff);
                flips.add(new Flip(part.getKey(), position, mask));
            }
        }
        return flips;
    }

    private static void flip(Flip flip) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(flip.position());
            open.write(good[flip.position()] ^ flip.mask());
        }
    }

    private static void restore(Flip flip) throws IOException {
        flip(new Flip(flip.part(), flip.position(), 0));
    }

    private static AuditVerdict verdict(AuditOptions options) throws EvidenceException, InterruptedException {
        AuditReport report = EvenhandAudit.verify(BlockSources.in(ledger.folder()), options, AuditProgress.NONE);
        return report.verdict();
    }

    private static AuditOptions believingNobody() {
        return AuditOptions.standard()
                .withGenesisHash(ByteString.copyFrom(HexFormat.of().parseHex(ledger.genesis())));
    }

    @Test
    void the_ledger_as_it_was_written_is_verified_and_holds_everything() throws Exception {
        assertThat(verdict(AuditOptions.standard())).isEqualTo(AuditVerdict.VERIFIED);
        assertThat(verdict(believingNobody())).isEqualTo(AuditVerdict.VERIFIED);
        Map<String, List<Integer>> parts = LedgerParts.of(good);
        assertThat(parts)
                .containsKeys("configuration", "definition of the contract", "transaction", "rejected transaction");
        assertThat(parts.values().stream().flatMap(List::stream).distinct()).hasSize(good.length);
        System.out.println("a ledger of " + good.length + " bytes in the parts " + parts.keySet());
    }

    @Test
    void any_changed_byte_is_noticed() throws Exception {
        List<Flip> survivors = new ArrayList<>();
        TreeMap<String, TreeMap<AuditVerdict, Integer>> verdicts = new TreeMap<>();
        int done = 0;
        for (Flip flip : flips()) {
            flip(flip);
            try {
                AuditVerdict verdict = verdict(AuditOptions.standard());
                verdicts.computeIfAbsent(flip.part(), absent -> new TreeMap<>()).merge(verdict, 1, Integer::sum);
                boolean passes = verdict == AuditVerdict.VERIFIED;
                if (done++ % WITH_GENESIS_EVERY == 0) {
                    passes |= verdict(believingNobody()) == AuditVerdict.VERIFIED;
                }
                if (passes) {
                    survivors.add(flip);
                }
            } finally {
                restore(flip);
            }
        }
        verdicts.forEach((part, counts) -> System.out.println(part + ": " + counts));
        assertThat(survivors).isEmpty();
        assertThat(Files.readAllBytes(file)).isEqualTo(good);
    }

    @Test
    void the_command_says_so_too() throws IOException {
        Map<String, List<Integer>> parts = LedgerParts.of(good);
        Random random = new Random(SEED);
        for (String part : List.of("header", "rejected transaction", "metadata SIGNATURES")) {
            List<Integer> positions = parts.get(part);
            Flip flip = new Flip(part, positions.get(random.nextInt(positions.size())), 1);
            flip(flip);
            try {
                Ran ran = Ran.command(
                        "audit", "verify", "--json", "--ledger", ledger.folder().toString());
                assertThat(ran.exit())
                        .as("%s: %s%s", flip, ran.out(), ran.err())
                        .isIn(ExitCode.MISMATCH.number(), ExitCode.INCOMPLETE.number());
            } finally {
                restore(flip);
            }
        }
        Ran.command("audit", "verify", "--ledger", ledger.folder().toString(), "--genesis", ledger.genesis())
                .exits(ExitCode.OK);
    }
}
