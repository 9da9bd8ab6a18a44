package org.evenhand.network.validation;

import java.util.List;
import org.evenhand.network.msp.Identity;
import org.evenhand.network.rwset.ReadWriteSet;

/**
 * What a transaction would do, and who vouches for it.
 *
 * @param chaincode the chaincode that was called.
 * @param readWriteSet what it read and wrote, there and elsewhere.
 * @param signers the endorsers whose signatures hold, each once, in the transaction's order.
 */
record EndorsedEffect(String chaincode, ReadWriteSet readWriteSet, List<Identity> signers) {
    EndorsedEffect {
        signers = List.copyOf(signers);
    }
}
