package org.evenhand.evaluation.load;

import java.io.IOException;
import java.util.List;
import org.evenhand.client.EvenhandClient;
import org.evenhand.core.model.MspId;

/** A network that runs the contract, as the load driver needs it. Whoever asks for a client closes it. */
public interface LoadTarget {
    /** The member organisations, in name order. */
    List<MspId> organisations();

    /** A client with an identity of its own, made if it is not there yet. */
    EvenhandClient client(MspId msp, String name) throws IOException;

    /** A client that acts for an organisation's admin. */
    EvenhandClient admin(MspId msp) throws IOException;
}
