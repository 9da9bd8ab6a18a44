package org.evenhand.audit.identity;

import java.util.List;

/**
 * An identity that an MSP of the channel has looked at.
 *
 * @param msp the MSP that the identity belongs to
 * @param id what makes this identity different from others, however its certificate is encoded
 * @param certificate the certificate in its canonical form
 * @param chain the certificate and its issuers up to the root
 * @param fault why the MSP does not vouch for the identity; empty when it does
 */
record Member(Msp msp, String id, MemberCertificate certificate, List<MemberCertificate> chain, String fault) {
    boolean isValid() {
        return fault.isEmpty();
    }
}
