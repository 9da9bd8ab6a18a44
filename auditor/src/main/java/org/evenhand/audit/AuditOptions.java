package org.evenhand.audit;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.evenhand.audit.identity.SignatureProvider;
import org.jspecify.annotations.Nullable;

/** What an audit trusts and looks for. Immutable; each method returns a changed copy. */
public final class AuditOptions {
    private final SignatureProvider provider;
    private final int threads;
    private final @Nullable String chaincode;
    private final @Nullable ByteString genesisHash;
    private final @Nullable ByteString headHash;

    private AuditOptions(
            SignatureProvider provider,
            int threads,
            @Nullable String chaincode,
            @Nullable ByteString genesisHash,
            @Nullable ByteString headHash) {
        this.provider = provider;
        this.threads = threads;
        this.chaincode = chaincode;
        this.genesisHash = genesisHash;
        this.headHash = headHash;
    }

    /** Returns options that trust the ledger's own first block, use all processors, and replay no chaincode. */
    public static AuditOptions standard() {
        return new AuditOptions(
                SignatureProvider.fastest(), Runtime.getRuntime().availableProcessors(), null, null, null);
    }

    /** Checks signatures with this provider. */
    public AuditOptions withProvider(SignatureProvider other) {
        return new AuditOptions(other, threads, chaincode, genesisHash, headHash);
    }

    /** Checks signatures on this many threads, 1 to 256. */
    public AuditOptions withThreads(int count) {
        if (count < 1 || count > 256) {
            throw new IllegalArgumentException("Threads must be 1 to 256: " + count);
        }
        return new AuditOptions(provider, count, chaincode, genesisHash, headHash);
    }

    /** Decides again what this chaincode decided; a ledger without it is then incomplete evidence. */
    public AuditOptions withChaincode(String name) {
        return new AuditOptions(provider, threads, name, genesisHash, headHash);
    }

    /** Demands that block 0 has this header hash. Without it, block 0 is believed, and the report says so. */
    public AuditOptions withGenesisHash(ByteString hash) {
        return new AuditOptions(provider, threads, chaincode, hash, headHash);
    }

    /** Demands that a block with this header hash is on the ledger, so that a ledger cut off before it is noticed. */
    public AuditOptions withHeadHash(ByteString hash) {
        return new AuditOptions(provider, threads, chaincode, genesisHash, hash);
    }

    SignatureProvider provider() {
        return provider;
    }

    int threads() {
        return threads;
    }

    /** Returns the chaincode that is replayed, if one is. */
    public Optional<String> chaincode() {
        return Optional.ofNullable(chaincode);
    }

    Optional<ByteString> genesisHash() {
        return Optional.ofNullable(genesisHash);
    }

    Optional<ByteString> headHash() {
        return Optional.ofNullable(headHash);
    }
}
