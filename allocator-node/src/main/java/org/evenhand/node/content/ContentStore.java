package org.evenhand.node.content;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.evenhand.core.json.Digest;
import org.evenhand.node.content.ContentException.Problem;

/**
 * Content by its SHA-256, in a folder of one process. An item is written aside, brought to disk and then renamed, so it
 * is there whole or not at all; what a crash left aside is deleted at the next start. Whoever reads an item gets the
 * bytes that its digest names or an exception: a damaged item is given up, so that it can be fetched again. When there
 * is no room, what nobody has used for longest goes first. Safe for use by several threads.
 */
public final class ContentStore {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;
    private final Path aside;
    private final StoreLimits limits;
    private final LongSupplier nowMillis;
    private final LinkedHashMap<Digest, Item> items = new LinkedHashMap<>(16, 0.75f, true);
    private long keptBytes;
    private long incomingBytes;
    private long names;

    /**
     * What is known of an item.
     *
     * @param bytes its size
     * @param usedMillis when it was used last
     */
    private record Item(long bytes, long usedMillis) {}

    private ContentStore(Path folder, StoreLimits limits, LongSupplier nowMillis) {
        this.folder = folder;
        this.aside = folder.resolve("incoming");
        this.limits = limits;
        this.nowMillis = nowMillis;
    }

    /**
     * Opens a store, with what is in its folder.
     *
     * @param folder made if it is not there; no other process may use it
     * @param nowMillis the time, in milliseconds since 1970
     */
    public static ContentStore open(Path folder, StoreLimits limits, LongSupplier nowMillis) throws IOException {
        ContentStore store = new ContentStore(folder, limits, nowMillis);
        Files.createDirectories(store.aside);
        store.deleteLeftovers();
        store.findItems();
        return store;
    }

    private void deleteLeftovers() throws IOException {
        for (Path leftover : content(aside)) {
            Files.delete(leftover);
        }
    }

    private static List<Path> content(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.toList();
        }
    }

    private record Found(Digest digest, Item item) {}

    private synchronized void findItems() throws IOException {
        List<Found> found = new ArrayList<>();
        for (Path shelf : content(folder)) {
            if (!shelf.equals(aside) && Files.isDirectory(shelf)) {
                for (Path file : content(shelf)) {
                    if (!NAME.matcher(file.getFileName().toString()).matches()) {
                        continue;
                    }
                    long usedMillis = Files.getLastModifiedTime(file).toMillis();
                    found.add(new Found(
                            new Digest(file.getFileName().toString()), new Item(Files.size(file), usedMillis)));
                }
            }
        }
        found.sort(Comparator.comparingLong(item -> item.item().usedMillis()));
        for (Found item : found) {
            items.put(item.digest(), item.item());
            keptBytes += item.item().bytes();
        }
    }

    private Path file(Digest digest) {
        return folder.resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
    }

    /** Whether an item is here; being asked for counts as being used. */
    public boolean has(Digest digest) {
        return size(digest).isPresent();
    }

    /** How many bytes an item has, if it is here; being asked for counts as being used. */
    public synchronized OptionalLong size(Digest digest) {
        Item item = items.get(digest);
        if (item == null) {
            return OptionalLong.empty();
        }
        items.put(digest, new Item(item.bytes(), nowMillis.getAsLong()));
        return OptionalLong.of(item.bytes());
    }

    /** How many bytes an item may have. */
    public long itemBytesMax() {
        return limits.itemBytesMax();
    }

    /** How many bytes are kept. */
    public synchronized long keptBytes() {
        return keptBytes;
    }

    /** Opens a way in. */
    public Incoming receive() throws IOException {
        long name;
        synchronized (this) {
            name = names++;
        }
        return new Incoming(this, aside.resolve(Long.toString(name)));
    }

    /** Keeps bytes: on disk for good once this returns. */
    public Digest put(byte[] bytes) throws IOException {
        try (Incoming incoming = receive()) {
            incoming.write(bytes, 0, bytes.length);
            return incoming.keep();
        }
    }

    /** Keeps bytes that are here already, or that may be lost if the machine fails soon. Does not wait for the disk. */
    public Digest putForNow(byte[] bytes) throws IOException {
        Digest digest = Digest.of(bytes);
        if (has(digest)) {
            return digest;
        }
        try (Incoming incoming = receive()) {
            incoming.write(bytes, 0, bytes.length);
            return incoming.keepForNow();
        }
    }

    /** Keeps a copy of a file: on disk for good once this returns. */
    public Digest put(Path source) throws IOException {
        try (InputStream from = Files.newInputStream(source);
                Incoming incoming = receive()) {
            return incoming.fill(from).keep();
        }
    }

    /**
     * Reads an item that should not be large.
     *
     * @throws ContentException if it is larger, missing or damaged
     */
    public byte[] read(Digest digest, long bytesMax) throws IOException {
        long bytes = size(digest).orElseThrow(() -> missing(digest));
        if (bytes > bytesMax) {
            throw new ContentException(
                    Problem.TOO_LARGE, "expected at most " + bytesMax + " bytes of " + digest + ", found " + bytes);
        }
        ByteArrayOutputStream memory = new ByteArrayOutputStream((int) bytes);
        copy(digest, memory);
        return memory.toByteArray();
    }

    /**
     * Writes an item somewhere else. The last piece is written only when the digest has turned out right, so what was
     * written of a damaged item is never as long as the item.
     *
     * @throws ContentException if it is missing or damaged
     */
    public void copy(Digest digest, OutputStream to) throws IOException {
        size(digest).orElseThrow(() -> missing(digest));
        try (InputStream from = Files.newInputStream(file(digest))) {
            Sha256 sum = new Sha256();
            byte[] held = from.readNBytes(BUFFER_BYTES);
            sum.update(held, 0, held.length);
            for (byte[] next = from.readNBytes(BUFFER_BYTES); next.length > 0; next = from.readNBytes(BUFFER_BYTES)) {
                sum.update(next, 0, next.length);
                to.write(held);
                held = next;
            }
            if (!sum.digest().equals(digest)) {
                giveUp(digest);
                throw new ContentException(Problem.CORRUPT, "what lies under " + digest + " is something else");
            }
            to.write(held);
        } catch (NoSuchFileException e) {
            giveUp(digest);
            throw missing(digest);
        }
        touch(digest);
    }

    private ContentException missing(Digest digest) {
        return new ContentException(Problem.MISSING, "expected content " + digest + ", which is not here");
    }

    /** After a restart the order of use is that of the files' times. */
    private void touch(Digest digest) {
        try {
            Files.setLastModifiedTime(file(digest), FileTime.fromMillis(nowMillis.getAsLong()));
        } catch (IOException givenUpMeanwhile) {
            // Then there is no time to keep.
        }
    }

    private synchronized void giveUp(Digest digest) throws IOException {
        Item item = items.remove(digest);
        if (item != null) {
            keptBytes -= item.bytes();
            Files.deleteIfExists(file(digest));
        }
    }

    /** Makes room for more of an item that is on its way in. */
    synchronized void reserve(long before, int more) throws IOException {
        if (before + more > limits.itemBytesMax()) {
            throw new ContentException(
                    Problem.TOO_LARGE, "expected an item of at most " + limits.itemBytesMax() + " bytes");
        }
        while (keptBytes + incomingBytes + more > limits.totalBytesMax()) {
            Iterator<Map.Entry<Digest, Item>> oldest = items.entrySet().iterator();
            Map.Entry<Digest, Item> first = oldest.hasNext() ? oldest.next() : null;
            if (first == null || nowMillis.getAsLong() - first.getValue().usedMillis() < limits.unusedMillisMin()) {
                throw new ContentException(
                        Problem.FULL,
                        "expected room in " + folder + ", found " + keptBytes + " bytes of things in use, of at most "
                                + limits.totalBytesMax());
            }
            giveUp(first.getKey());
        }
        incomingBytes += more;
    }

    synchronized void release(long bytes) {
        incomingBytes -= bytes;
    }

    void accept(Path written, Digest digest, long bytes, boolean synced) throws IOException {
        Path target = file(digest);
        Path shelf = Files.createDirectories(folder.resolve(digest.hex().substring(0, 2)));
        synchronized (this) {
            if (has(digest)) {
                Files.delete(written);
                return;
            }
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
            items.put(digest, new Item(bytes, nowMillis.getAsLong()));
            keptBytes += bytes;
        }
        if (synced) {
            sync(shelf);
        }
    }

    /** A rename lasts once the folder is on disk. */
    private static void sync(Path shelf) throws IOException {
        try (FileChannel channel = FileChannel.open(shelf, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
