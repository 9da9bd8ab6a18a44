package org.evenhand.evaluation.replay.trace;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.Resources;

/** How a trace is written. {@code docs/replay.md} says which column means what. */
public enum TraceFormat {
    /** CSV of the SURF Lisa cluster, as OpenDC publishes it; arrivals and durations in milliseconds. */
    SURF(1, "", "id,submission_time,duration,cpu_count,mem_capacity") {
        @Override
        TraceTask task(Row row) throws RowException {
            long cores = row.number("cpu_count", AMOUNT_MAX / MILLI);
            long bytes = row.number("mem_capacity", AMOUNT_MAX) * MEGABYTE;
            return made(
                    row,
                    row.text("id"),
                    row.number("submission_time", Limits.TIME_MAX_MILLIS),
                    row.number("duration", Limits.DURATION_MAX_MILLIS),
                    Resources.of(cores * MILLI, (bytes + MEBIBYTE - 1) / MEBIBYTE, 0, 0));
        }
    },

    /** CSV of the pods of Alibaba's GPU cluster of 2023 ("openb"); times in seconds. */
    OPENB(
            1_000,
            "",
            "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,creation_time,deletion_time," + "scheduled_time") {
        @Override
        TraceTask task(Row row) throws RowException {
            if (!row.text("gpu_spec").isEmpty()) {
                throw RowException.unknown(
                        "expected gpu_spec to be empty, as models of GPUs are not told apart, found '"
                                + row.text("gpu_spec") + "'");
            }
            long created = row.number("creation_time", SECONDS_MAX);
            long scheduled = row.number("scheduled_time", SECONDS_MAX);
            long deleted = row.number("deletion_time", SECONDS_MAX);
            if (scheduled < created || deleted < scheduled) {
                throw RowException.malformed("expected creation_time <= scheduled_time <= deletion_time, found "
                        + created + ", " + scheduled + " and " + deleted);
            }
            long gpus = row.number("num_gpu", GPUS_MAX);
            long gpuMilli = row.number("gpu_milli", MILLI);
            if (gpus > 0 && gpuMilli == 0) {
                throw RowException.malformed("expected gpu_milli of the " + gpus + " GPUs, found 0");
            }
            Resources demand =
                    Resources.of(row.number("cpu_milli", AMOUNT_MAX), row.number("memory_mib", AMOUNT_MAX), 0, 0);
            return made(
                    row,
                    row.text("name"),
                    created * MILLI,
                    (deleted - scheduled) * MILLI,
                    demand.with(GPU_MILLI, gpus * gpuMilli));
        }
    },

    /** The Standard Workload Format of the Parallel Workloads Archive: 18 columns, times in seconds. */
    SWF(
            1_000,
            "-1",
            "job,submit time,wait time,run time,used processors,used cpu time,used memory,"
                    + "requested processors,requested time,requested memory,status,user,group,application,queue,"
                    + "partition,preceding job,think time") {
        @Override
        TraceTask task(Row row) throws RowException {
            OptionalLong requested = row.ifKnown("requested processors", AMOUNT_MAX / MILLI);
            long processors =
                    requested.isPresent() ? requested.getAsLong() : row.number("used processors", AMOUNT_MAX / MILLI);
            OptionalLong memory = row.ifKnown("requested memory", AMOUNT_MAX);
            if (memory.isEmpty()) {
                memory = row.ifKnown("used memory", AMOUNT_MAX);
            }
            long kibibytes = memory.orElse(0) * processors;
            return made(
                    row,
                    row.text("job"),
                    row.number("submit time", SECONDS_MAX) * MILLI,
                    row.number("run time", Limits.DURATION_MAX_MILLIS / MILLI) * MILLI,
                    Resources.of(processors * MILLI, Math.min(AMOUNT_MAX, (kibibytes + KIBI - 1) / KIBI), 0, 0));
        }
    };

    /**
     * The name of the countable resource that GPUs are. Integers count it, and tasks may share one GPU: so a thousandth
     * of one is what is counted, as in the traces.
     */
    public static final String GPU_MILLI = "gpu-milli";

    static final long MILLI = 1_000;

    /** More than any machine has of anything, and little enough to be scaled. */
    static final long AMOUNT_MAX = 1_000_000_000;

    static final long GPUS_MAX = 1_000;
    private static final long SECONDS_MAX = Limits.TIME_MAX_MILLIS / MILLI;
    private static final long MEGABYTE = 1_000_000;
    private static final long KIBI = 1_024;
    private static final long MEBIBYTE = KIBI * KIBI;

    private final long unitMillis;
    private final String unknown;
    private final String columns;

    TraceFormat(long unitMillis, String unknown, String columns) {
        this.unitMillis = unitMillis;
        this.unknown = unknown;
        this.columns = columns;
    }

    /** The task that a row tells of. */
    abstract TraceTask task(Row row) throws RowException;

    private static TraceTask made(Row row, String name, long arrivalMillis, long durationMillis, Resources demand)
            throws RowException {
        if (demand.isEmpty()) {
            throw RowException.malformed("expected a demand of some resource, found none");
        }
        return new TraceTask(row.line(), name, arrivalMillis, durationMillis, demand);
    }

    /** Milliseconds in the unit in which the trace tells arrivals. */
    public long unitMillis() {
        return unitMillis;
    }

    /** What stands where a value is not known. */
    String unknown() {
        return unknown;
    }

    /** The columns that are needed; of {@link #SWF} all, in their order. */
    List<String> columns() {
        return List.of(columns.split(",", -1));
    }

    /** The name that users give it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of a file that begins with this line: by the columns of its header, or by the form of SWF. */
    static Optional<TraceFormat> of(String firstLine) {
        if (firstLine.startsWith(";")
                || SwfRows.values(firstLine).size() == SWF.columns().size()) {
            return Optional.of(SWF);
        }
        List<String> header = List.of(firstLine.split(",", -1));
        for (TraceFormat format : List.of(SURF, OPENB)) {
            if (header.containsAll(format.columns())) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
