package org.evenhand.evaluation.replay.trace;

import java.util.List;
import java.util.regex.Pattern;

/** The form of the Standard Workload Format: a job a line, its values between blanks; a semicolon begins a comment. */
final class SwfRows {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private SwfRows() {}

    /** Whether a line tells of no job. */
    static boolean isComment(String line) {
        return line.isBlank() || line.stripLeading().startsWith(";");
    }

    static List<String> values(String line) {
        return List.of(BLANKS.split(line.strip(), -1));
    }
}
