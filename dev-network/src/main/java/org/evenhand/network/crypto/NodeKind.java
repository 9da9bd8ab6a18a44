package org.evenhand.network.crypto;

import java.util.List;
import org.evenhand.network.msp.Role;

/** What an organisation's node does, and what its folder is called because of it. */
enum NodeKind {
    PEER("peers", "peer0", Role.PEER),
    ORDERER("orderers", "orderer", Role.ORDERER);

    private final String folder;
    private final String host;
    private final Role role;

    NodeKind(String folder, String host, Role role) {
        this.folder = folder;
        this.host = host;
        this.role = role;
    }

    String folder() {
        return folder;
    }

    String host() {
        return host;
    }

    Role role() {
        return role;
    }

    /** The users that such an organisation starts with. */
    List<String> users() {
        return this == PEER ? List.of("Admin", "User1") : List.of("Admin");
    }
}
