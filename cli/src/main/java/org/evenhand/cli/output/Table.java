package org.evenhand.cli.output;

import java.util.ArrayList;
import java.util.List;

/** A table in columns as wide as they need to be; the first column is aligned to the left, the others to the right. */
public final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final boolean text;

    private Table(boolean text, List<String> headings) {
        this.text = text;
        rows.add(headings);
    }

    public Table(String... headings) {
        this(false, List.of(headings));
    }

    /** A table of words, in which every column is aligned to the left. */
    public static Table ofText(String... headings) {
        return new Table(true, List.of(headings));
    }

    /** Adds a row with a cell for every heading. */
    public Table row(Object... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(cells.length + " cells under " + rows.get(0));
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(String.valueOf(cell));
        }
        rows.add(row);
        return this;
    }

    /** The lines of the table, headings first. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String blank = " ".repeat(width(column) - row.get(column).length());
                boolean left = text || column == 0;
                line.append(column == 0 ? "" : GAP).append(left ? row.get(column) + blank : blank + row.get(column));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
