package org.evenhand.audit;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.util.List;
import org.evenhand.audit.block.ReadWriteSet;
import org.evenhand.audit.identity.PresentedIdentity;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;

/**
 * A valid transaction of the chaincode that is replayed, with all that the chaincode could see.
 *
 * @param block the block's number
 * @param index the transaction's index in the block
 * @param id the transaction's id
 * @param timestamp the time that the proposal states
 * @param creator who proposed it
 * @param creatorIsAdmin whether the creator's node unit makes it an admin of its organisation
 * @param arguments the function's name and its arguments
 * @param action the answer that was endorsed: response, event, results
 * @param readWriteSet what was read and written, in all namespaces
 */
public record ChaincodeTransaction(
        long block,
        int index,
        String id,
        Timestamp timestamp,
        PresentedIdentity creator,
        boolean creatorIsAdmin,
        List<ByteString> arguments,
        ChaincodeAction action,
        ReadWriteSet readWriteSet) {
    public ChaincodeTransaction {
        arguments = List.copyOf(arguments);
    }
}
