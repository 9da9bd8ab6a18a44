package org.evenhand.network.endorser;

import java.util.Set;
import org.hyperledger.fabric.protos.peer.Response;

/** A chaincode that is part of the peer. It may only read, and leaves no read-write set. */
public interface SystemChaincode {
    /** The version under which a peer endorses the answers of its system chaincodes. */
    String VERSION = "syscc";

    /** The names that Fabric reserves; those that this network does not have are still not anybody else's. */
    Set<String> RESERVED = Set.of("qscc", "cscc", "lscc", "_lifecycle");

    /** Its name. */
    String name();

    /** Answers a proposal, whatever the status. */
    Response invoke(CheckedProposal proposal);

    /** Whether a chaincode of that name is part of the peer. */
    static boolean isSystem(String chaincode) {
        return RESERVED.contains(chaincode);
    }
}
