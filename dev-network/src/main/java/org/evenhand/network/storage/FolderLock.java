package org.evenhand.network.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes sure that one process at a time, and one ledger in it, writes a folder. The operating system gives it up when a
 * process dies.
 */
final class FolderLock implements AutoCloseable {
    private final FileChannel file;

    private FolderLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Takes the lock.
     *
     * @throws IllegalStateException if somebody else has it.
     */
    static FolderLock take(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel file =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return new FolderLock(file);
            }
        } catch (OverlappingFileLockException e) {
            file.close();
            throw new IllegalStateException("the ledger in " + folder + " is already open in this process", e);
        }
        file.close();
        throw new IllegalStateException("the ledger in " + folder + " is open in another process");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
