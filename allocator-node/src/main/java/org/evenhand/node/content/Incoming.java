package org.evenhand.node.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.evenhand.core.json.Digest;

/**
 * Content on its way into a store. Nothing of it is to be seen until it is kept, and closing it before that leaves
 * nothing behind. Safe for use by several threads, since one may have to close what another writes.
 */
public final class Incoming extends OutputStream {
    private final ContentStore store;
    private final Path file;
    private final FileChannel channel;
    private final Sha256 sum = new Sha256();
    private boolean open = true;

    Incoming(ContentStore store, Path file) throws IOException {
        this.store = store;
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (!open) {
            // Nobody would give back the room that is taken now.
            throw ContentException.unwritable(file, new ClosedChannelException());
        }
        store.reserve(sum.bytes(), length);
        sum.update(bytes, offset, length);
        ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
        try {
            while (left.hasRemaining()) {
                channel.write(left);
            }
        } catch (IOException e) {
            throw ContentException.unwritable(file, e);
        }
    }

    /** Writes all that a stream gives. */
    public Incoming fill(InputStream from) throws IOException {
        from.transferTo(this);
        return this;
    }

    /** How many bytes have been written. */
    public synchronized long bytes() {
        return sum.bytes();
    }

    /** Keeps what was written, whatever it is: on disk for good once this returns. */
    public synchronized Digest keep() throws IOException {
        return keep(sum.digest(), true);
    }

    /**
     * Keeps what was written, if it is what it should be.
     *
     * @throws ContentException if it is something else
     */
    public synchronized void keep(Digest expected) throws IOException {
        Digest found = sum.digest();
        if (!found.equals(expected)) {
            throw new ContentException(
                    ContentException.Problem.CORRUPT, "expected content with digest " + expected + ", found " + found);
        }
        keep(found, true);
    }

    /** Keeps what was written; it may be lost if the machine fails soon. */
    synchronized Digest keepForNow() throws IOException {
        return keep(sum.digest(), false);
    }

    private synchronized Digest keep(Digest digest, boolean synced) throws IOException {
        try {
            if (synced && !store.has(digest)) {
                channel.force(true);
            }
            channel.close();
        } catch (IOException e) {
            throw ContentException.unwritable(file, e);
        }
        open = false;
        try {
            store.accept(file, digest, sum.bytes(), synced);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        } finally {
            store.release(sum.bytes());
        }
        return digest;
    }

    /** Gives up what was not kept. */
    @Override
    public synchronized void close() throws IOException {
        if (open) {
            open = false;
            store.release(sum.bytes());
            channel.close();
            Files.deleteIfExists(file);
        }
    }
}
