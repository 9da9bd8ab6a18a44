package org.evenhand.cli.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.evenhand.audit.AuditReport;
import org.evenhand.audit.AuditVerdict;
import org.evenhand.cli.audit.Reports;
import org.evenhand.core.json.Json;

/**
 * What a soak has found, and whether that is good.
 *
 * @param minutes how long it took
 * @param tasks how many were submitted
 * @param open how many of these had not ended in the end
 * @param processes samples of each process, by its name
 * @param diskBytes the ledger's files at each sample
 * @param commits of entries
 * @param settlements of submissions
 * @param world the contract's state
 * @param audit of the ledger
 */
record SoakReport(
        long minutes,
        long tasks,
        long open,
        SortedMap<String, List<ProcessProbe.Sample>> processes,
        List<Long> diskBytes,
        List<SoakLoad.Timing> commits,
        List<SoakLoad.Timing> settlements,
        WorldGrowth world,
        AuditReport audit) {
    /** By how much a heap may differ at the end from the beginning, in percent. */
    static final long HEAP_PERCENT_MAX = 10;

    static final long LATENCY_PERCENT_MAX = 20;
    private static final int MEDIAN = 50;
    private static final int SLOW = 99;

    /** The first after the warm-up and the last fifth of some timings, at one percentile, in microseconds. */
    static Window window(List<SoakLoad.Timing> timings, int percentile) {
        return new Window(micros(Window.first(timings), percentile), micros(Window.last(timings), percentile));
    }

    private static long micros(List<SoakLoad.Timing> timings, int percentile) {
        long[] sorted =
                timings.stream().mapToLong(SoakLoad.Timing::nanos).sorted().toArray();
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) (((long) sorted.length * percentile + 99) / 100);
        return TimeUnit.NANOSECONDS.toMicros(sorted[Math.max(1, rank) - 1]);
    }

    private Window otherKeys() {
        return Window.ofMeans(world.sizes(), WorldGrowth.Size::otherKeys);
    }

    private Window otherBytes() {
        return Window.ofMeans(world.sizes(), WorldGrowth.Size::otherBytes);
    }

    private long slots() {
        return world.sizes().stream().mapToLong(WorldGrowth.Size::slots).max().orElse(0);
    }

    /** What is not as it should be; empty if all is. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        processes.forEach((name, samples) -> {
            Window heap = Window.ofMeans(samples, ProcessProbe.Sample::liveBytes);
            if (!heap.isWithin(HEAP_PERCENT_MAX)) {
                complaints.add("the heap of " + name + " changed by " + heap.percent() + " %");
            }
        });
        if (!otherKeys().hasGrownByNoMoreThan(0) || !otherBytes().hasGrownByNoMoreThan(HEAP_PERCENT_MAX)) {
            complaints.add("the world state beside the streams' rings grew");
        }
        if (slots() > world.slotsMax()) {
            complaints.add("a stream has more slots than its ring");
        }
        complain("commits", commits, complaints);
        complain("settlements", settlements, complaints);
        if (open != 0) {
            complaints.add(open + " tasks have not ended");
        }
        if (audit.verdict() != AuditVerdict.VERIFIED) {
            complaints.add("the audit says " + Reports.verdict(audit));
        }
        return complaints;
    }

    private static void complain(String what, List<SoakLoad.Timing> timings, List<String> complaints) {
        Window median = window(timings, MEDIAN);
        if (!median.hasGrownByNoMoreThan(LATENCY_PERCENT_MAX)) {
            complaints.add("the median of " + what + " grew by " + median.percent() + " %");
        }
    }

    Json.Obj toJson() {
        Json.ObjectBuilder byProcess = Json.object();
        processes.forEach((name, samples) -> byProcess.put(name, process(samples)));
        return Json.object()
                .put("verdict", complaints().isEmpty() ? "steady" : "not-steady")
                .put("complaints", Json.of(complaints().stream().map(Json::of).toList()))
                .put("minutes", minutes)
                .put("tasks", tasks)
                .put("open", open)
                .put("processes", byProcess.build())
                .put("ledgerBytes", Json.of(diskBytes.stream().map(Json::of).toList()))
                .put("commitMicros", latencies(commits))
                .put("settledMicros", latencies(settlements))
                .put(
                        "world",
                        Json.object()
                                .put("slots", slots())
                                .put("slotsMax", world.slotsMax())
                                .put("otherKeys", json(otherKeys()))
                                .put("otherBytes", json(otherBytes()))
                                .build())
                .put("audit", Reports.toJson(audit))
                .build();
    }

    private static Json process(List<ProcessProbe.Sample> samples) {
        return Json.object()
                .put("liveBytes", json(Window.ofMeans(samples, ProcessProbe.Sample::liveBytes)))
                .put("residentBytes", json(Window.ofMeans(samples, ProcessProbe.Sample::residentBytes)))
                .put("openFiles", json(Window.ofMeans(samples, ProcessProbe.Sample::openFiles)))
                .put("threads", json(Window.ofMeans(samples, ProcessProbe.Sample::threads)))
                .put(
                        "liveBytesSeries",
                        Json.of(samples.stream()
                                .map(sample -> Json.of(sample.liveBytes()))
                                .toList()))
                .build();
    }

    private static Json latencies(List<SoakLoad.Timing> timings) {
        return Json.object()
                .put("count", timings.size())
                .put("p50", json(window(timings, MEDIAN)))
                .put("p99", json(window(timings, SLOW)))
                .build();
    }

    private static Json json(Window window) {
        return Json.object()
                .put("first", window.first())
                .put("last", window.last())
                .build();
    }

    List<String> toText() {
        List<String> lines = new ArrayList<>();
        lines.add(complaints().isEmpty() ? "steady" : "not steady: " + String.join("; ", complaints()));
        lines.add(String.format(
                Locale.ROOT,
                "%d minutes, %,d tasks, %d open; first and last fifth after the warm-up:",
                minutes,
                tasks,
                open));
        for (Map.Entry<String, List<ProcessProbe.Sample>> process : processes.entrySet()) {
            Window live = Window.ofMeans(process.getValue(), ProcessProbe.Sample::liveBytes);
            Window resident = Window.ofMeans(process.getValue(), ProcessProbe.Sample::residentBytes);
            Window files = Window.ofMeans(process.getValue(), ProcessProbe.Sample::openFiles);
            Window threads = Window.ofMeans(process.getValue(), ProcessProbe.Sample::threads);
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-8s heap after GC %,d -> %,d KiB (%+d %%), resident %,d -> %,d KiB,"
                            + " files %d -> %d, threads %d -> %d",
                    process.getKey(),
                    live.first() >> 10,
                    live.last() >> 10,
                    live.percent(),
                    resident.first() >> 10,
                    resident.last() >> 10,
                    files.first(),
                    files.last(),
                    threads.first(),
                    threads.last()));
        }
        lines.add(latencies("commit", commits));
        lines.add(latencies("settled", settlements));
        lines.add(String.format(
                Locale.ROOT,
                "  world: %d of at most %d ring slots, %d -> %d other keys, %,d -> %,d bytes in them",
                slots(),
                world.slotsMax(),
                otherKeys().first(),
                otherKeys().last(),
                otherBytes().first(),
                otherBytes().last()));
        lines.addAll(Reports.toText(audit));
        return lines;
    }

    private static String latencies(String what, List<SoakLoad.Timing> timings) {
        Window median = window(timings, MEDIAN);
        Window slow = window(timings, SLOW);
        return String.format(
                Locale.ROOT,
                "  %s: %,d, p50 %,d -> %,d us (%+d %%), p99 %,d -> %,d us (%+d %%)",
                what,
                timings.size(),
                median.first(),
                median.last(),
                median.percent(),
                slow.first(),
                slow.last(),
                slow.percent());
    }
}
