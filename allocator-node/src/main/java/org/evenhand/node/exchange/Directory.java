package org.evenhand.node.exchange;

import java.util.List;
import java.util.Optional;
import org.evenhand.core.model.StreamId;
import org.evenhand.node.ledger.LedgerException;

/** Who is who, by the ledger. May be asked by several threads; answers may be some seconds old. */
public interface Directory {
    /** A stream of an organisation that is a member of the pool. */
    Optional<Contact> find(StreamId stream) throws LedgerException;

    /** The pool's nodes that can be reached. */
    List<Contact> nodes() throws LedgerException;
}
