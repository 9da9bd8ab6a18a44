package org.evenhand.evaluation.replay.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads a trace. A row that is no task is counted and told, never guessed. */
public final class TraceFile {
    /** Rows of a trace that are read; a longer one is refused. */
    public static final int ROWS_MAX = 5_000_000;

    /** Rows of each kind of problem that are told one by one. */
    public static final int TOLD_MAX = 10;

    private final Path file;
    private final TraceFormat format;
    private final List<TraceTask> tasks = new ArrayList<>();
    private final Map<RowException.Kind, List<String>> told = new EnumMap<>(RowException.Kind.class);
    private final Map<RowException.Kind, Long> counted = new EnumMap<>(RowException.Kind.class);
    private long rows;

    private TraceFile(Path file, TraceFormat format) {
        this.file = file;
        this.format = format;
        for (RowException.Kind kind : RowException.Kind.values()) {
            told.put(kind, new ArrayList<>());
            counted.put(kind, 0L);
        }
    }

    /**
     * Reads a trace, gzipped or not.
     *
     * @param given its format; what its first line looks like if it is not given
     */
    public static Trace read(Path file, Optional<TraceFormat> given) throws TraceException {
        try (BufferedReader text = TraceText.open(file)) {
            String firstLine = TraceText.firstLine(text);
            TraceFormat format = given.or(() -> TraceFormat.of(firstLine))
                    .orElseThrow(() -> new TraceException(file
                            + ": expected the header of a trace of the format surf or openb, or a line of swf, found '"
                            + shown(firstLine) + "'"));
            TraceFile reading = new TraceFile(file, format);
            if (format == TraceFormat.SWF) {
                reading.readSwf(text);
            } else {
                CsvRows.read(file, text, format.columns(), reading::take);
            }
            return reading.trace();
        } catch (IOException e) {
            throw new TraceException(file + ": expected a trace that can be read: " + e, e);
        }
    }

    private static String shown(String line) {
        return line.length() > 80 ? line.substring(0, 80) + "..." : line;
    }

    private void readSwf(BufferedReader text) throws IOException, TraceException {
        long number = 0;
        for (String line = text.readLine(); line != null; line = text.readLine()) {
            number++;
            if (!SwfRows.isComment(line)) {
                take(number, format.columns(), SwfRows.values(line));
            }
        }
    }

    private void take(long line, List<String> columns, List<String> values) throws TraceException {
        rows++;
        if (rows > ROWS_MAX) {
            throw new TraceException(file + ": expected at most " + ROWS_MAX + " rows");
        }
        try {
            tasks.add(format.task(Row.of(line, columns, values, format.unknown())));
        } catch (RowException e) {
            counted.merge(e.kind(), 1L, Long::sum);
            List<String> lines = Objects.requireNonNull(told.get(e.kind()));
            if (lines.size() < TOLD_MAX) {
                lines.add(file + ":" + line + ": " + e.getMessage());
            }
        }
    }

    private Trace trace() {
        return new Trace(format, tasks, problems(RowException.Kind.MALFORMED), problems(RowException.Kind.UNKNOWN));
    }

    private Trace.Problems problems(RowException.Kind kind) {
        return new Trace.Problems(Objects.requireNonNull(counted.get(kind)), Objects.requireNonNull(told.get(kind)));
    }
}
