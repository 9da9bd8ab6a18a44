package org.evenhand.evaluation.replay.trace;

import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A row of a file: its values by column, of which some may be unknown. */
final class Row {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final int SHOWN_MAX = 40;

    private final long line;
    private final TreeMap<String, String> values = new TreeMap<>();
    private final String unknown;

    private Row(long line, String unknown) {
        this.line = line;
        this.unknown = unknown;
    }

    /**
     * A row of as many values as there are columns.
     *
     * @param line where it begins in its file, from 1
     * @param unknown the value that says that a value is not known
     */
    static Row of(long line, List<String> columns, List<String> values, String unknown) throws RowException {
        if (values.size() != columns.size()) {
            throw RowException.malformed("expected " + columns.size() + " values, found " + values.size());
        }
        Row row = new Row(line, unknown);
        for (int i = 0; i < columns.size(); i++) {
            row.values.put(columns.get(i), values.get(i).strip());
        }
        return row;
    }

    long line() {
        return line;
    }

    String text(String column) throws RowException {
        String value = values.get(column);
        if (value == null) {
            throw RowException.malformed("expected a column " + column);
        }
        return value;
    }

    /** A whole number within [0, max], if it is known. */
    OptionalLong ifKnown(String column, long max) throws RowException {
        String value = text(column);
        if (value.equals(unknown)) {
            return OptionalLong.empty();
        }
        if (!NUMBER.matcher(value).matches() || Long.parseLong(value) > max) {
            String shown = value.length() > SHOWN_MAX ? value.substring(0, SHOWN_MAX) + "..." : value;
            throw RowException.malformed(
                    "expected " + column + " to be a whole number within [0, " + max + "], found '" + shown + "'");
        }
        return OptionalLong.of(Long.parseLong(value));
    }

    /** A whole number within [0, max], which must be known. */
    long number(String column, long max) throws RowException {
        OptionalLong value = ifKnown(column, max);
        if (value.isEmpty()) {
            throw RowException.unknown("expected " + column + " to be known");
        }
        return value.getAsLong();
    }
}
