package org.evenhand.audit.identity;

import com.google.protobuf.ByteString;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Reads each certificate once. Safe for use by several threads. */
public final class IdentityCache {
    /** Distinct signers kept; a ledger with more has its certificates read again now and then. */
    static final int IDENTITIES_MAX = 50_000;

    private final SignatureProvider provider;
    private final ConcurrentMap<ByteString, PresentedIdentity> identities = new ConcurrentHashMap<>();

    public IdentityCache(SignatureProvider provider) {
        this.provider = provider;
    }

    /** Returns the identity that these bytes present. */
    public PresentedIdentity of(ByteString serialized) {
        PresentedIdentity known = identities.get(serialized);
        if (known != null) {
            return known;
        }
        if (identities.size() >= IDENTITIES_MAX) {
            identities.clear();
        }
        return identities.computeIfAbsent(serialized, bytes -> PresentedIdentity.parse(bytes, provider));
    }
}
