package org.evenhand.evaluation.replay.trace;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.List;

/** The rows of a CSV file with a header. */
final class CsvRows {
    private CsvRows() {}

    /** Takes the rows of a file, one after the other. */
    interface Taker {
        void take(long line, List<String> header, List<String> values) throws TraceException;
    }

    /**
     * Reads a file to its end.
     *
     * @param needed columns that the header must name
     */
    static void read(Path file, Reader text, List<String> needed, Taker taker) throws IOException, TraceException {
        boolean checked = false;
        // Whether a row has as many values as the header is the taker's to say.
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder()
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofNamedCsvRecord(text)) {
            for (NamedCsvRecord row : rows) {
                if (!checked) {
                    require(file, needed, row.getHeader());
                    checked = true;
                }
                taker.take(row.getStartingLineNumber(), row.getHeader(), row.getFields());
            }
        } catch (CsvParseException e) {
            throw new TraceException(file + ": expected CSV: " + e.getMessage(), e);
        }
    }

    private static void require(Path file, List<String> needed, List<String> header) throws TraceException {
        if (!header.containsAll(needed)) {
            throw new TraceException(file + ": expected a header with the columns " + needed + ", found " + header);
        }
    }
}
