package org.evenhand.cli.config;

import java.util.Locale;

/** Where the value of an option comes from; the first that has one decides. */
public enum Source {
    /** The command line. */
    FLAG,
    /** A variable of the environment. */
    ENVIRONMENT,
    /** The file that {@code --config} names. */
    FILE,
    /** What the command takes when nobody says anything. */
    DEFAULT;

    /** The source as users see it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
