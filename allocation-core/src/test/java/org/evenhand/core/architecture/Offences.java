package org.evenhand.core.architecture;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every method here does what one ban forbids; none is ever called. */
@SuppressWarnings({
    "unused",
    "UnusedMethod",
    "DefaultCharset",
    "StringCaseLocaleUsage",
    "JavaUtilDate",
    "AnnotateFormatMethod",
    "UnnecessaryLambda",
    "SystemOut"
})
final class Offences {
    private Offences() {}

    static final class Clocks {
        long millis() {
            return System.currentTimeMillis();
        }

        Supplier<Long> nanosByReference() {
            return System::nanoTime;
        }

        Instant instant() {
            return Instant.EPOCH;
        }

        long date() {
            return new java.util.Date().getTime();
        }
    }

    static final class Randomness {
        long random(Random random) {
            return random.nextLong();
        }

        Object splittable() {
            return new SplittableRandom(1);
        }

        UUID uuid() {
            return UUID.randomUUID();
        }

        void shuffled(List<String> list) {
            Collections.shuffle(list);
        }
    }

    static final class Threads {
        void started(Runnable runnable) {
            new Thread(runnable).start();
        }

        AtomicLong atomic() {
            return new AtomicLong();
        }

        synchronized void locked() {}

        void awaited() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    static final class ParallelStreams {
        Stream<String> ofCollection(List<String> list) {
            return list.parallelStream();
        }

        Stream<String> ofStream(Stream<String> stream) {
            return stream.parallel();
        }
    }

    static final class InputAndOutput {
        Object file() {
            return new File("f");
        }

        boolean path(java.nio.file.Path path) {
            return java.nio.file.Files.exists(path);
        }

        void printed() {
            System.out.println();
        }

        void traced(Exception e) {
            e.printStackTrace();
        }
    }

    static final class DefaultLocale {
        String lower(String text) {
            return text.toLowerCase();
        }

        Function<String, String> upperByReference() {
            return String::toUpperCase;
        }

        String formatted(long number) {
            return String.format("%d", number);
        }

        Locale locale() {
            return Locale.getDefault();
        }

        NumberFormat text() {
            return NumberFormat.getInstance(Locale.ROOT);
        }
    }

    static final class DefaultCharset {
        byte[] bytes(String text) {
            return text.getBytes();
        }

        String string(byte[] bytes) {
            return new String(bytes);
        }

        Function<byte[], String> stringByReference() {
            return String::new;
        }
    }

    static final class DefaultZone {
        TimeZone zone() {
            return TimeZone.getDefault();
        }
    }

    static final class Environment {
        String variable() {
            return String.valueOf(System.getenv("HOME"));
        }

        Integer property() {
            return Integer.getInteger("x", 1);
        }

        int processors() {
            return Runtime.getRuntime().availableProcessors();
        }

        String separator() {
            return System.lineSeparator();
        }
    }

    static final class HashOrder {
        Map<String, Long> hashMap() {
            return new HashMap<>();
        }

        Supplier<Set<String>> hashSetByReference() {
            return HashSet::new;
        }

        Map<String, Long> mapOf() {
            return Map.of("a", 1L, "b", 2L);
        }

        Set<String> setOf() {
            return Set.of("a", "b");
        }

        Set<String> setCopyOf(List<String> list) {
            return Set.copyOf(list);
        }

        Set<String> collected(List<String> list) {
            return list.stream().collect(Collectors.toSet());
        }

        Map<String, List<String>> grouped(List<String> list) {
            return list.stream().collect(Collectors.groupingBy(String::trim));
        }

        Map<String, Long> counted(List<String> list) {
            return list.stream().collect(Collectors.groupingBy(String::trim, Collectors.counting()));
        }

        Map<String, String> mapped(List<String> list) {
            return list.stream().collect(Collectors.toMap(String::trim, String::trim));
        }

        int identity(Object object) {
            return System.identityHashCode(object);
        }

        int hash(Object object) {
            return object.hashCode();
        }
    }

    static final class FloatingPoint {
        final double field = 0;

        double returned() {
            return field;
        }

        void taken(float fraction) {}

        Object boxed() {
            return Double.valueOf("1");
        }

        long rooted(long number) {
            return (long) Math.sqrt((double) number);
        }
    }

    /** What must stay allowed: none of it is an offence. */
    static final class Innocent {
        String lower(String text) {
            return text.toLowerCase(Locale.ROOT) + String.format(Locale.ROOT, "%d", 1);
        }

        byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        Map<String, List<String>> grouped(List<String> list) {
            return list.stream()
                    .collect(Collectors.groupingBy(String::trim, java.util.TreeMap::new, Collectors.toList()));
        }

        List<String> sorted(List<String> list) {
            List<String> copy = new ArrayList<>(list);
            copy.sort(Comparator.naturalOrder());
            return List.copyOf(copy);
        }

        int hash(String text) {
            return text.hashCode();
        }
    }
}
