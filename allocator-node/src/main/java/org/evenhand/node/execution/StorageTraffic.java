package org.evenhand.node.execution;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Writes and reads small blocks of a scratch file, so many a second. The file is deleted at the end. */
final class StorageTraffic implements Closeable {
    private static final int BLOCK_BYTES = 4_096;
    private static final int BLOCKS = 256;

    private final long operationsPerSecond;
    private final @Nullable FileChannel file;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
    private long owedThousandths;
    private long done;

    private StorageTraffic(long operationsPerSecond, @Nullable FileChannel file) {
        this.operationsPerSecond = operationsPerSecond;
        this.file = file;
    }

    /** Traffic at a rate; at a rate of 0 no file is made. */
    static StorageTraffic open(Path folder, long operationsPerSecond) throws IOException {
        if (operationsPerSecond == 0) {
            return new StorageTraffic(0, null);
        }
        Path path = Files.createTempFile(folder, "task", ".scratch");
        return new StorageTraffic(
                operationsPerSecond,
                FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
    }

    /** Does what is due for so many milliseconds; says how many operations that was. */
    long during(long millis) throws IOException {
        if (file == null) {
            return 0;
        }
        owedThousandths += operationsPerSecond * millis;
        long due = owedThousandths / 1_000;
        owedThousandths %= 1_000;
        for (long i = 0; i < due; i++) {
            operate(file);
        }
        return due;
    }

    private void operate(FileChannel open) throws IOException {
        // A write, then a read of the same block, and on to the next block.
        long position = done / 2 % BLOCKS * BLOCK_BYTES;
        block.clear();
        if (done % 2 == 0) {
            block.putLong(0, done);
            open.write(block, position);
        } else {
            open.read(block, position);
        }
        done++;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
