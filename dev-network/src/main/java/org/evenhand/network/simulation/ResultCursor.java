package org.evenhand.network.simulation;

import com.google.protobuf.ByteString;
import java.util.Optional;

/** The results of a query, one after the other, as the marshalled messages that a chaincode's shim expects. */
public interface ResultCursor {
    /** The next result; empty when there is none left. */
    Optional<ByteString> next();

    /**
     * The key at which a later page would start; empty when nothing is left or the query has no pages. Ends the cursor.
     */
    String bookmark();
}
