package org.evenhand.cli.config;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option's name in each place where it may be set.
 *
 * @param option on the command line: {@code --report-soonest-millis}
 */
record SettingName(String option) implements Comparable<SettingName> {
    static final String ENVIRONMENT_PREFIX = "EVENHAND_";

    /** Names the file, so it cannot stand in it. */
    static final String CONFIG = "--config";

    private static final Set<String> SECRET_WORDS = Set.of("key", "password", "secret", "token");

    /** The name of an option that can be set; nothing for {@code --help} and its like, and for parameters. */
    static Optional<SettingName> of(ArgSpec argument) {
        if (argument instanceof OptionSpec option
                && option.longestName().startsWith("--")
                && !option.usageHelp()
                && !option.versionHelp()
                && !option.longestName().equals(CONFIG)) {
            return Optional.of(new SettingName(option.longestName()));
        }
        return Optional.empty();
    }

    /** In the environment: {@code EVENHAND_REPORT_SOONEST_MILLIS}. */
    String variable() {
        return ENVIRONMENT_PREFIX + option.substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** In the file: {@code reportSoonestMillis}. */
    String key() {
        StringBuilder key = new StringBuilder();
        for (String word : option.substring(2).split("-", -1)) {
            key.append(
                    key.isEmpty() || word.isEmpty()
                            ? word
                            : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return key.toString();
    }

    /** Whether its value is nobody else's business: it names a key or is a password. */
    boolean isSecret() {
        for (String word : option.substring(2).split("-", -1)) {
            if (SECRET_WORDS.contains(word)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int compareTo(SettingName other) {
        return option.compareTo(other.option);
    }
}
