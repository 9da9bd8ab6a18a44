package org.evenhand.audit;

import com.google.protobuf.ByteString;
import org.evenhand.audit.block.LedgerBlock;

/** Numbers, previous hashes, data hashes, and the one form in which the bytes may stand. */
final class ChainLayer {
    private final AuditOptions options;
    private final Findings findings;
    private long expectedNumber;
    private ByteString previousHash = ByteString.EMPTY;
    private ByteString genesisHash = ByteString.EMPTY;
    private boolean headSeen;

    ChainLayer(AuditOptions options, Findings findings) {
        this.options = options;
        this.findings = findings;
    }

    /** Where a block stands. */
    enum Place {
        /** It follows the one before. */
        NEXT,
        /** A block with its number has been there already. */
        REPEATED,
        /** At least one block is missing before it, so that nobody knows the state that it met. */
        AFTER_A_GAP
    }

    Place check(LedgerBlock block) {
        long number = block.number();
        Place place = place(number);
        if (place != Place.NEXT) {
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
        if (place == Place.NEXT && number == 0) {
            genesisHash = block.headerHash();
        }
        headSeen |= options.headHash().filter(block.headerHash()::equals).isPresent();
        if (place != Place.REPEATED) {
            expectedNumber = number + 1;
            previousHash = block.headerHash();
        }
        return place;
    }

    private Place place(long number) {
        int order = Long.compareUnsigned(number, expectedNumber);
        if (order == 0) {
            return Place.NEXT;
        }
        return order < 0 ? Place.REPEATED : Place.AFTER_A_GAP;
    }

    void finish() {
        if (expectedNumber == 0) {
            findings.add(Finding.ofLedger(FindingCode.EVIDENCE_INCOMPLETE, "There is not a single block"));
        }
        if (options.genesisHash().isEmpty() && !genesisHash.isEmpty()) {
            findings.add(Finding.ofBlock(
                    FindingCode.GENESIS_UNPINNED,
                    0,
                    "this block was believed as it stands, since no trust root was given; its header hash is "
                            + Hex.of(genesisHash)));
        }
        if (options.headHash().isPresent() && !headSeen) {
            findings.add(Finding.ofLedger(
                    FindingCode.HEAD_MISSING,
                    "No block has the header hash " + Hex.of(options.headHash().get())));
        }
    }

    /** Returns the header hash of block 0; empty when it was not there. */
    ByteString genesisHash() {
        return genesisHash;
    }

    ByteString headHash() {
        return previousHash;
    }
}
