package org.evenhand.core.contract;

import java.util.List;

/**
 * A call of the contract.
 *
 * @param function one of {@link Functions}
 * @param arguments its arguments, UTF-8 text
 */
public record Request(String function, List<String> arguments) {
    public Request {
        arguments = List.copyOf(arguments);
    }

    public static Request of(String function, String... arguments) {
        return new Request(function, List.of(arguments));
    }
}
