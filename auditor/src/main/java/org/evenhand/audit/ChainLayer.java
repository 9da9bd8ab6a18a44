package org.evenhand.audit;

import com.google.protobuf.ByteString;
import org.evenhand.audit.block.LedgerBlock;

/** Numbers, previous hashes, data hashes, and the one form in which the bytes may stand. */
final class ChainLayer {
    private final AuditOptions options;
    private final Findings findings;
    private long expectedNumber;
    private ByteString previousHash = ByteString.EMPTY;
    private boolean headSeen;

    ChainLayer(AuditOptions options, Findings findings) {
        this.options = options;
        this.findings = findings;
    }

    void check(LedgerBlock block) {
        long number = block.number();
        if (number != expectedNumber) {
            boolean start = expectedNumber == 0;
            findings.add(Finding.ofBlock(
                    start ? FindingCode.GENESIS_MISSING : FindingCode.BLOCK_NUMBER_UNEXPECTED,
                    number,
                    "expected block " + expectedNumber + ", found block " + Long.toUnsignedString(number)));
        } else if (!block.header().getPreviousHash().equals(previousHash)) {
            findings.add(Finding.ofBlock(
                    FindingCode.PREVIOUS_HASH_MISMATCH,
                    number,
                    "names " + Hex.of(block.header().getPreviousHash()) + " as its previous block, which is "
                            + Hex.of(previousHash)));
        }
        if (!block.header().getDataHash().equals(block.dataHash())) {
            findings.add(Finding.ofBlock(
                    FindingCode.DATA_HASH_MISMATCH,
                    number,
                    "states the data hash " + Hex.of(block.header().getDataHash()) + ", computed "
                            + Hex.of(block.dataHash())));
        }
        for (String fault : block.formFaults()) {
            findings.add(Finding.ofBlock(FindingCode.BLOCK_NOT_CANONICAL, number, fault));
        }
        if (number == 0
                && options.genesisHash()
                        .filter(hash -> !hash.equals(block.headerHash()))
                        .isPresent()) {
            findings.add(Finding.ofBlock(
                    FindingCode.GENESIS_UNEXPECTED, number, "the header hash is " + Hex.of(block.headerHash())));
        }
        headSeen |= options.headHash().filter(block.headerHash()::equals).isPresent();
        expectedNumber = number + 1;
        previousHash = block.headerHash();
    }

    void finish() {
        if (expectedNumber == 0) {
            findings.add(Finding.ofLedger(FindingCode.EVIDENCE_INCOMPLETE, "There is not a single block"));
        }
        if (options.headHash().isPresent() && !headSeen) {
            findings.add(Finding.ofLedger(
                    FindingCode.HEAD_MISSING,
                    "No block has the header hash " + Hex.of(options.headHash().get())));
        }
    }

    ByteString headHash() {
        return previousHash;
    }
}
