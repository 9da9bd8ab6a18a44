package org.evenhand.cli;

import org.evenhand.client.EvenhandException;
import org.evenhand.core.contract.RefusalCode;

/** Which refusal a failure is. */
public final class Refusals {
    private Refusals() {}

    /** Whether the contract refused, with this code. */
    public static boolean is(EvenhandException failure, RefusalCode code) {
        return failure.refusal().filter(refusal -> refusal.code() == code).isPresent();
    }
}
