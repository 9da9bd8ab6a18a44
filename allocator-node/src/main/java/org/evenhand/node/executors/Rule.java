package org.evenhand.node.executors;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the tasks of a class may do on this node. */
sealed interface Rule {
    /**
     * They run a program, without a shell.
     *
     * @param program absolute path
     * @param arguments what it gets
     * @param environment what it sees besides the few variables that every program needs; may hold secrets
     * @param inputOnStdin whether the input is its standard input
     * @param timeLimitMillis how long it may run
     * @param outputBytesMax bytes of all that it writes into its folder, standard output and error included
     */
    record Command(
            Path program,
            List<Template> arguments,
            SortedMap<String, String> environment,
            boolean inputOnStdin,
            long timeLimitMillis,
            long outputBytesMax)
            implements Rule {
        public Command {
            arguments = List.copyOf(arguments);
            environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        }

        boolean uses(String place) {
            return arguments.stream().anyMatch(argument -> argument.has(place));
        }

        /** Names the variables and not their values. */
        @Override
        public String toString() {
            return program + " " + arguments.stream().map(Template::text).toList() + ", environment "
                    + environment.keySet();
        }
    }

    /**
     * Their input is posted to a service.
     *
     * @param url where
     * @param contentType what the input is said to be
     * @param timeLimitMillis how long an answer may take
     * @param responseBytesMax bytes of an answer
     */
    record Http(URI url, String contentType, long timeLimitMillis, long responseBytesMax) implements Rule {}

    /** They use up what the class says, and make nothing. */
    record Workload() implements Rule {}

    /** They let time pass, and make nothing. */
    record TimePassing() implements Rule {}

    /** They fail. */
    record Refuse() implements Rule {}
}
