package org.evenhand.node.gateway;

import java.util.concurrent.CompletionException;
import org.evenhand.client.CommitFailedException;
import org.evenhand.client.CommitStatusUnknownException;
import org.evenhand.client.EndorseFailedException;
import org.evenhand.client.EvenhandException;
import org.evenhand.node.ledger.LedgerException;
import org.evenhand.node.ledger.LedgerException.Kind;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** Says in the node's words what the client says in Fabric's. */
final class Failures {
    private Failures() {}

    static LedgerException translate(EvenhandException failure) {
        if (failure instanceof CommitStatusUnknownException) {
            return LedgerException.unresolved(failure.transactionId(), String.valueOf(failure.getMessage()), failure);
        }
        if (failure.refusal().isPresent()) {
            return LedgerException.refused(failure.refusal().get());
        }
        return LedgerException.of(kind(failure), String.valueOf(failure.getMessage()), failure);
    }

    private static Kind kind(EvenhandException failure) {
        if (failure instanceof CommitFailedException invalid) {
            boolean conflict = invalid.code() == TxValidationCode.MVCC_READ_CONFLICT
                    || invalid.code() == TxValidationCode.PHANTOM_READ_CONFLICT;
            return conflict ? Kind.CONFLICT : Kind.DISAGREEMENT;
        }
        if (failure instanceof EndorseFailedException endorse && endorse.mismatch()) {
            return Kind.DISAGREEMENT;
        }
        return Kind.UNAVAILABLE;
    }

    /** What a future of the client failed with, for a future of the ledger. */
    static CompletionException translate(Throwable thrown) {
        Throwable cause = EvenhandException.causeOf(thrown);
        return cause instanceof EvenhandException failure
                ? new CompletionException(translate(failure))
                : new CompletionException(cause);
    }

    static LedgerException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return LedgerException.of(Kind.UNAVAILABLE, "interrupted", e);
    }
}
