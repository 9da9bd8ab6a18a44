package org.evenhand.chaincode;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.evenhand.operations.http.ListenAddress;
import org.evenhand.operations.log.LogFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Reads the settings from environment variables, under the names that Fabric's samples use for chaincode servers, and
 * those for operators under the names that all commands of Evenhand use.
 */
final class ChaincodeEnvironment {
    static final String ADDRESS = "CHAINCODE_SERVER_ADDRESS";
    static final String ID = "CHAINCODE_ID";
    static final String ID_OF_THE_SHIM = "CORE_CHAINCODE_ID_NAME";
    static final String TLS_CERTIFICATE = "CHAINCODE_TLS_CERT";
    static final String TLS_KEY = "CHAINCODE_TLS_KEY";
    static final String TLS_CLIENT_AUTHORITY = "CHAINCODE_CLIENT_CA_CERT";
    static final String THREADS = "CHAINCODE_THREADS";

    static final String OPERATIONS = "EVENHAND_OPERATIONS";
    static final String LOG_LEVEL = "EVENHAND_LOG_LEVEL";
    static final String LOG_FORMAT = "EVENHAND_LOG_FORMAT";

    private final Map<String, String> variables;

    ChaincodeEnvironment(Map<String, String> variables) {
        this.variables = variables;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException if a variable is missing or makes no sense; the message names it
     */
    ChaincodeSettings settings() {
        String address = required(ADDRESS);
        int colon = address.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(ADDRESS + " has the form host:port, not '" + address + "'");
        }
        return new ChaincodeSettings(
                variables.containsKey(ID) ? required(ID) : required(ID_OF_THE_SHIM),
                address.substring(0, colon),
                number(ADDRESS, address.substring(colon + 1)),
                optional(THREADS).map(text -> number(THREADS, text)).orElse(ChaincodeSettings.THREADS_DEFAULT),
                tls());
    }

    /**
     * Where to show metrics and health, if anywhere.
     *
     * @throws IllegalArgumentException if the variable makes no sense; the message names it
     */
    Optional<InetSocketAddress> operations() {
        return optional(OPERATIONS).map(text -> {
            try {
                return ListenAddress.parse(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(OPERATIONS + ": " + e.getMessage(), e);
            }
        });
    }

    /** How much to log. */
    Level logLevel() {
        return choice(LOG_LEVEL, Level.values(), Level.INFO);
    }

    /** In which form to log. */
    LogFormat logFormat() {
        return choice(LOG_FORMAT, LogFormat.values(), LogFormat.TEXT);
    }

    private <E extends Enum<E>> E choice(String name, E[] known, E absent) {
        Optional<String> text = optional(name);
        if (text.isEmpty()) {
            return absent;
        }
        for (E constant : known) {
            if (constant.name().equalsIgnoreCase(text.get())) {
                return constant;
            }
        }
        throw new IllegalArgumentException(
                name + ": expected one of " + Arrays.toString(known) + ", found " + text.get());
    }

    private Optional<ChaincodeTls> tls() {
        Optional<String> certificate = optional(TLS_CERTIFICATE);
        Optional<String> key = optional(TLS_KEY);
        Optional<Path> clients = optional(TLS_CLIENT_AUTHORITY).map(Path::of);
        if (certificate.isEmpty() && key.isEmpty()) {
            if (clients.isPresent()) {
                throw new IllegalArgumentException(
                        TLS_CLIENT_AUTHORITY + " needs " + TLS_CERTIFICATE + " and " + TLS_KEY + " beside it");
            }
            return Optional.empty();
        }
        return Optional.of(new ChaincodeTls(Path.of(required(TLS_CERTIFICATE)), Path.of(required(TLS_KEY)), clients));
    }

    private static int number(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " holds '" + text + "' where a number belongs", e);
        }
    }

    private Optional<String> optional(String name) {
        return Optional.<@Nullable String>ofNullable(variables.get(name)).filter(text -> !text.isBlank());
    }

    private String required(String name) {
        return optional(name)
                .orElseThrow(() -> new IllegalArgumentException("the environment variable " + name + " is not set"));
    }
}
