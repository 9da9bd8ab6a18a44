package org.evenhand.core.contract;

import java.util.Optional;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Writer;

/**
 * Who signed a transaction, from the creator's certificate.
 *
 * @param msp the organisation
 * @param key SHA-256 of the public key (SubjectPublicKeyInfo, DER)
 * @param admin whether the certificate's node OU makes it an admin of its organisation
 */
public record Caller(MspId msp, Digest key, boolean admin) {
    /** The registration of a stream that the caller starts. */
    Writer asWriter() {
        return new Writer(msp, key, Optional.empty());
    }

    /** Whether the caller signs with the key of a registration. */
    boolean owns(Writer writer) {
        return writer.isKeyOf(msp, key);
    }
}
