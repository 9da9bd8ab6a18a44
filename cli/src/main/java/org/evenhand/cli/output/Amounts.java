package org.evenhand.cli.output;

import java.util.Locale;
import java.util.stream.Collectors;
import org.evenhand.core.model.Resources;

/** Amounts of resources with their units. */
public final class Amounts {
    private Amounts() {}

    /** All amounts in one line, such as {@code 4000 millicores, 8192 MiB, 2 gpu}. */
    public static String text(Resources resources) {
        return resources.amounts().entrySet().stream()
                .map(amount -> amount.getValue() + " " + unit(amount.getKey()))
                .collect(Collectors.joining(", "));
    }

    /** A number of tasks, such as {@code 1 task} or {@code 2,000 tasks}. */
    public static String tasks(long count) {
        return String.format(Locale.ROOT, count == 1 ? "%,d task" : "%,d tasks", count);
    }

    private static String unit(String resource) {
        return switch (resource) {
            case Resources.CPU -> "millicores";
            case Resources.MEMORY -> "MiB";
            case Resources.NETWORK -> "kbit/s";
            case Resources.STORAGE -> "operations/s";
            default -> resource;
        };
    }
}
