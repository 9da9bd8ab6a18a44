package org.evenhand.network.msp;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/** The MSPs that a channel configuration defines. */
public final class ConfiguredMsps implements MspRegistry {
    /** Beyond it identities are checked afresh each time, so that strangers cannot fill the memory. */
    private static final int REMEMBERED_MAX = 100_000;

    private final Map<String, Msp> msps = new TreeMap<>();
    private final Map<ByteString, Identity> remembered = new ConcurrentHashMap<>();

    /**
     * Reads the definitions.
     *
     * @throws IllegalArgumentException if one has no root, no node OUs, or certificates that cannot be read.
     */
    public ConfiguredMsps(Collection<FabricMSPConfig> definitions) {
        for (FabricMSPConfig definition : definitions) {
            Msp msp = new Msp(definition);
            msps.put(msp.id(), msp);
        }
    }

    @Override
    public Set<String> mspIds() {
        return Collections.unmodifiableSet(msps.keySet());
    }

    @Override
    public Identity identity(ByteString serialized) throws IdentityException {
        Identity known = remembered.get(serialized);
        if (known != null) {
            return known;
        }
        Identity identity = check(serialized);
        if (remembered.size() < REMEMBERED_MAX) {
            remembered.put(serialized, identity);
        }
        return identity;
    }

    private Identity check(ByteString serialized) throws IdentityException {
        SerializedIdentity parsed;
        try {
            parsed = SerializedIdentity.parseFrom(serialized);
        } catch (InvalidProtocolBufferException e) {
            throw new IdentityException("not a serialised identity", e);
        }
        Msp msp = msps.get(parsed.getMspid());
        if (msp == null) {
            throw new IdentityException("no MSP " + parsed.getMspid() + " in this channel");
        }
        return msp.identity(parsed.getIdBytes().toByteArray(), serialized);
    }
}
