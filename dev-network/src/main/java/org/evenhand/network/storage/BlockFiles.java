package org.evenhand.network.storage;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.evenhand.network.ledger.CorruptLedgerException;
import org.hyperledger.fabric.protos.common.Block;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blocks in files {@code blockfile_000000}, {@code blockfile_000001}, …: each a varint with the length, then the
 * marshalled {@code Block}. A block is appended and synced before anyone is told of it.
 *
 * <p>A process that dies in the middle leaves a record cut short at the very end. A machine that loses power may also
 * leave one of full length some of whose pages are zeros, or zeros alone. Such a record was never acknowledged, and is
 * cut off at the next start. Anything else that does not fit was changed by somebody. The file {@code acknowledged}
 * tells the two apart: it says up to where blocks were acknowledged, so that no damage before that point can pass for a
 * torn write. It is written after the block is synced, and need not be synced itself: a value too small only weakens
 * the check.
 */
final class BlockFiles implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(BlockFiles.class);
    private static final int VARINT_BYTES_MAX = 5;
    private static final int ZEROS_BYTES = 1 << 10;

    private final Path folder;
    private final Disk disk;
    private final long rollBytes;
    private final List<FileChannel> files = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private final FileChannel acknowledged;
    private long end;
    private volatile long bytes;

    private BlockFiles(Path folder, Disk disk, long rollBytes) throws IOException {
        this.folder = folder;
        this.disk = disk;
        this.rollBytes = rollBytes;
        this.acknowledged = disk.open(
                folder.resolve("acknowledged"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    /**
     * Opens the files of a folder and hands over every block in them, in order.
     *
     * @param rollBytes the size from which a new file is begun.
     * @throws CorruptLedgerException if the files are not as they were written.
     */
    static BlockFiles open(Path folder, Disk disk, long rollBytes, Consumer<Block> each) throws IOException {
        Files.createDirectories(folder);
        BlockFiles blocks = new BlockFiles(folder, disk, rollBytes);
        try {
            blocks.recover(each);
            return blocks;
        } catch (IOException | RuntimeException e) {
            blocks.close();
            throw e;
        }
    }

    private void recover(Consumer<Block> each) throws IOException {
        int count = 0;
        while (Files.exists(file(count))) {
            count++;
        }
        for (int index = 0; index < count; index++) {
            FileChannel channel = disk.open(file(index), StandardOpenOption.READ, StandardOpenOption.WRITE);
            files.add(channel);
            end = 0;
            while (readNext(index, channel, each)) {
                end = places.get(places.size() - 1).end();
            }
            if (end < channel.size()) {
                if (index < count - 1) {
                    throw new CorruptLedgerException(
                            file(index) + " ends in the middle of a block, but is not the last");
                }
                cutTornTail(index, channel);
            }
        }
        long certain = certainBytes();
        if (totalBytes() < certain) {
            throw new CorruptLedgerException("blocks of " + folder + " end at byte " + totalBytes() + ", but " + certain
                    + " bytes were acknowledged");
        }
        if (files.isEmpty()) {
            roll();
        }
        bytes = totalBytes();
    }

    /** Reads the block at {@link #end}; false if there is none but what a torn write may have left. */
    private boolean readNext(int index, FileChannel channel, Consumer<Block> each) throws IOException {
        long left = channel.size() - end;
        if (left > 0 && onlyZeros(channel, end)) {
            return false;
        }
        ByteBuffer head = read(channel, end, (int) Math.min(VARINT_BYTES_MAX, left));
        int length = 0;
        int shift = 0;
        boolean more = true;
        while (more) {
            if (!head.hasRemaining()) {
                return false;
            }
            byte next = head.get();
            length |= (next & 0x7f) << shift;
            shift += 7;
            more = next < 0;
        }
        long start = end + head.position();
        if (length < 0 || start + length > channel.size()) {
            return false;
        }
        boolean atTheEnd = start + length == channel.size() && totalBytes() >= certainBytes();
        try {
            each.accept(Block.parseFrom(read(channel, start, length)));
        } catch (InvalidProtocolBufferException e) {
            if (atTheEnd) {
                return false;
            }
            throw new CorruptLedgerException("block " + places.size() + " in " + file(index) + " is unreadable", e);
        } catch (CorruptLedgerException e) {
            if (atTheEnd) {
                return false;
            }
            throw e;
        }
        places.add(new Place(index, start, length));
        return true;
    }

    private static boolean onlyZeros(FileChannel channel, long start) throws IOException {
        for (long position = start; position < channel.size(); position += ZEROS_BYTES) {
            ByteBuffer next = read(channel, position, (int) Math.min(ZEROS_BYTES, channel.size() - position));
            while (next.hasRemaining()) {
                if (next.get() != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private void cutTornTail(int index, FileChannel channel) throws IOException {
        if (totalBytes() < certainBytes()) {
            throw new CorruptLedgerException(
                    "block " + places.size() + " in " + file(index) + " was acknowledged, but is damaged");
        }
        LOGGER.warn(
                "{} ends in the middle of block {}, which nobody was told of: cutting off {} bytes",
                file(index),
                places.size(),
                channel.size() - end);
        channel.truncate(end);
        channel.force(true);
    }

    /**
     * Appends a block and syncs it. After a failure, such as a full disk, nothing more may be appended before the files
     * are opened again: what became of the block is not known for certain.
     */
    void append(Block block) throws IOException {
        if (end >= rollBytes) {
            roll();
        }
        FileChannel channel = files.get(files.size() - 1);
        long before = end;
        try {
            append(channel, block);
        } catch (IOException e) {
            takeBack(channel, before, e);
            throw e;
        }
    }

    private void append(FileChannel channel, Block block) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(block.getSerializedSize() + VARINT_BYTES_MAX);
        block.writeDelimitedTo(bytes);
        ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
        long position = end;
        while (buffer.hasRemaining()) {
            position += channel.write(buffer, position);
        }
        channel.force(false);
        int length = block.getSerializedSize();
        long start = end + CodedOutputStream.computeUInt32SizeNoTag(length);
        synchronized (places) {
            places.add(new Place(files.size() - 1, start, length));
        }
        end = start + length;
        acknowledge();
    }

    /**
     * Nobody has been told of the block, so what there is of it can go, and the files be read by others. If that fails
     * too, the next start does it.
     */
    private static void takeBack(FileChannel channel, long before, IOException failure) {
        try {
            channel.truncate(before);
            channel.force(true);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** The block of that number. */
    Block block(long number) throws IOException {
        Place place;
        FileChannel channel;
        synchronized (places) {
            if (number < 0 || number >= places.size()) {
                throw new NoSuchElementException("no block " + number + " of " + places.size());
            }
            place = places.get((int) number);
            channel = files.get(place.file);
        }
        return Block.parseFrom(read(channel, place.start, place.length));
    }

    private void roll() throws IOException {
        FileChannel channel = disk.open(
                file(files.size()), StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try (FileChannel directory = FileChannel.open(folder)) {
            directory.force(true);
        }
        synchronized (places) {
            files.add(channel);
        }
        end = 0;
    }

    private void acknowledge() throws IOException {
        bytes = totalBytes();
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES).putLong(0, bytes);
        acknowledged.write(number, 0);
    }

    private long certainBytes() throws IOException {
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
        return acknowledged.read(number, 0) == Long.BYTES ? number.getLong(0) : 0;
    }

    /** The bytes of all blocks that were acknowledged; for any thread. */
    long bytes() {
        return bytes;
    }

    /** The bytes of all blocks, over all files. */
    private long totalBytes() throws IOException {
        long total = end;
        for (int index = 0; index < files.size() - 1; index++) {
            total += files.get(index).size();
        }
        return total;
    }

    private Path file(int index) {
        return folder.resolve(String.format(Locale.ROOT, "blockfile_%06d", index));
    }

    private static ByteBuffer read(FileChannel channel, long start, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, start + buffer.position()) < 0) {
                throw new IOException("file ended while it was read");
            }
        }
        return buffer.flip();
    }

    @Override
    public void close() throws IOException {
        acknowledged.close();
        for (FileChannel file : files) {
            file.close();
        }
    }

    private record Place(int file, long start, int length) {
        long end() {
            return start + length;
        }
    }
}
