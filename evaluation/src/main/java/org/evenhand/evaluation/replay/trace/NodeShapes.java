package org.evenhand.evaluation.replay.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.evenhand.core.model.Resources;

/** The nodes of a replay, before organisations own them. */
public final class NodeShapes {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final List<String> COLUMNS = List.of("sn", "cpu_milli", "memory_mib", "gpu");

    /** Shapes that openb's smaller nodes have, from its list: they repeat in this order. */
    private static final List<Resources> SMALLER = List.of(
            shape(32_000, 262_144, 0), shape(16_000, 122_880, 2), shape(32_000, 131_072, 0), shape(8_000, 32_768, 1));

    private NodeShapes() {}

    /**
     * A node.
     *
     * @param name lower-case letters, digits and hyphens
     * @param capacity what it has
     */
    public record Named(String name, Resources capacity) {}

    private static Resources shape(long cpuMillicores, long memoryMib, long gpus) {
        return Resources.of(cpuMillicores, memoryMib, 0, 0).with(TraceFormat.GPU_MILLI, gpus * TraceFormat.MILLI);
    }

    /** So many nodes like openb's smaller ones. */
    public static List<Named> smaller(int count) {
        List<Named> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(new Named("node-" + (i + 1), SMALLER.get(i % SMALLER.size())));
        }
        return nodes;
    }

    /**
     * Nodes of a list like openb's, gzipped or not. If there are more than wanted, node {@code i} of {@code n} is the
     * row at {@code i / n} of the list: evenly spaced, so that the kinds keep about their shares, and the same ones
     * every time.
     *
     * @param limit at most so many, 1 or more
     * @throws TraceException if any row is malformed: a list of nodes is a setting, not a recording
     */
    public static List<Named> read(Path file, int limit) throws TraceException {
        List<Named> all = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>();
        try (BufferedReader text = TraceText.open(file)) {
            CsvRows.read(file, text, COLUMNS, (line, header, values) -> {
                try {
                    Named node = node(Row.of(line, header, values, ""));
                    if (!names.add(node.name())) {
                        throw RowException.malformed("expected every sn once, found " + node.name() + " again");
                    }
                    all.add(node);
                } catch (RowException e) {
                    throw new TraceException(file + ":" + line + ": " + e.getMessage(), e);
                }
            });
        } catch (IOException e) {
            throw new TraceException(file + ": expected a list of nodes that can be read: " + e, e);
        }
        if (all.isEmpty()) {
            throw new TraceException(file + ": expected a header with the columns " + COLUMNS + ", and a node");
        }
        return spaced(all, limit);
    }

    private static Named node(Row row) throws RowException {
        String name = row.text("sn");
        if (!NAME.matcher(name).matches()) {
            throw RowException.malformed("expected sn to be lower-case letters, digits and hyphens, found " + name);
        }
        Resources capacity = shape(
                row.number("cpu_milli", TraceFormat.AMOUNT_MAX),
                row.number("memory_mib", TraceFormat.AMOUNT_MAX),
                row.number("gpu", TraceFormat.GPUS_MAX));
        if (capacity.isEmpty()) {
            throw RowException.malformed("expected a capacity of some resource, found none");
        }
        return new Named(name, capacity);
    }

    private static List<Named> spaced(List<Named> all, int limit) {
        if (all.size() <= limit) {
            return all;
        }
        List<Named> some = new ArrayList<>();
        for (int i = 0; i < limit; i++) {
            some.add(all.get((int) ((long) i * all.size() / limit)));
        }
        return some;
    }
}
