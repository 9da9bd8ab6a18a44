package org.evenhand.audit.source;

import com.google.protobuf.ByteString;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The block files of one channel: {@code blockfile_000000}, {@code blockfile_000001} and so on, each a sequence of
 * length-delimited records. A Fabric node's hold a block in another form than the embedded network's; the first record
 * tells which. A record that ends before its length is a write that was cut off, and what no form fits is nothing that
 * could be held against anybody: both are missing evidence.
 */
public final class BlockFiles implements BlockSource {
    static final String FIRST_FILE_NAME = "blockfile_000000";

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path folder;

    public BlockFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public String description() {
        return "block files in " + folder;
    }

    @Override
    public OptionalLong height() {
        return OptionalLong.empty();
    }

    @Override
    public BlockStream open() throws EvidenceException {
        if (!Files.isRegularFile(folder.resolve(FIRST_FILE_NAME))) {
            throw new EvidenceException("No " + FIRST_FILE_NAME + " in " + folder);
        }
        return new FileStream(folder);
    }

    private static final class FileStream implements BlockStream {
        private final Path folder;
        private int fileNumber;
        private long offset;
        private @Nullable RecordForm form;
        private @Nullable InputStream file;

        FileStream(Path folder) {
            this.folder = folder;
        }

        @Override
        public Optional<StoredBlock> next() throws EvidenceException {
            try {
                while (true) {
                    InputStream in = file == null ? openNextFile() : file;
                    if (in == null) {
                        return Optional.empty();
                    }
                    int first = in.read();
                    if (first >= 0) {
                        return Optional.of(record(in, first));
                    }
                    close();
                    fileNumber++;
                }
            } catch (EOFException e) {
                throw new EvidenceException("The last write was cut off: " + origin(), e);
            } catch (IOException e) {
                throw new EvidenceException("Cannot read " + origin(), e);
            }
        }

        private StoredBlock record(InputStream in, int first) throws IOException, EvidenceException {
            String origin = origin();
            long length = varint(in, first);
            if (length <= 0 || length > StoredBlock.BYTES_MAX) {
                throw new EvidenceException("No block has " + length + " bytes: " + origin);
            }
            byte[] bytes = in.readNBytes((int) length);
            if (bytes.length < length) {
                throw new EOFException("Expected " + length + " bytes, found " + bytes.length);
            }
            offset += length;
            return new StoredBlock(block(ByteString.copyFrom(bytes), origin), origin);
        }

        private ByteString block(ByteString record, String origin) throws EvidenceException {
            if (form == null) {
                form = RecordForm.of(record).orElse(null);
            }
            return Optional.ofNullable(form)
                    .flatMap(known -> known.block(record))
                    .orElseThrow(() -> new EvidenceException("No block of a known form: " + origin));
        }

        private long varint(InputStream in, int first) throws IOException {
            long value = 0;
            int next = first;
            for (int shift = 0; shift < Long.SIZE; shift += 7) {
                offset++;
                value |= (long) (next & 0x7f) << shift;
                if ((next & 0x80) == 0) {
                    return value;
                }
                next = in.read();
                if (next < 0) {
                    throw new EOFException("In the middle of a length");
                }
            }
            return -1;
        }

        private @Nullable InputStream openNextFile() throws IOException {
            Path next = folder.resolve(String.format(Locale.ROOT, "blockfile_%06d", fileNumber));
            if (!Files.exists(next)) {
                return null;
            }
            offset = 0;
            file = new BufferedInputStream(Files.newInputStream(next), BUFFER_BYTES);
            return file;
        }

        private String origin() {
            return String.format(Locale.ROOT, "%s/blockfile_%06d at byte %d", folder, fileNumber, offset);
        }

        @Override
        public void close() {
            InputStream open = file;
            file = null;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException e) {
                    // Nothing was written: what could be read has been read.
                }
            }
        }
    }
}
