package org.evenhand.network.msp;

import java.util.Locale;

/** What a certificate's node OU says its holder is. */
public enum Role {
    /** Submits transactions. */
    CLIENT,
    /** Endorses and commits. */
    PEER,
    /** Governs its organisation. */
    ADMIN,
    /** Orders. */
    ORDERER;

    /** The organisational unit that says so in a certificate's subject. */
    public String organisationalUnit() {
        return name().toLowerCase(Locale.ROOT);
    }
}
