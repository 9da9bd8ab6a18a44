package org.evenhand.client.event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Limits;
import org.hyperledger.fabric.client.ChaincodeEvent;
import org.hyperledger.fabric.client.Checkpointer;

/**
 * A checkpoint in a file that is whole at every moment: each change is written beside it, synced, and renamed over it.
 * A crash leaves the old checkpoint or the new one. (The SDK's own rewrites its file in place.)
 *
 * <p>For one writer and one thread.
 */
public final class AtomicCheckpointer implements Checkpointer {
    private static final Pattern TRANSACTION_ID = Pattern.compile("[0-9a-zA-Z]{0,64}");

    private final Path file;
    private final Path beside;
    private OptionalLong block;
    private String transactionId;

    private AtomicCheckpointer(Path file, OptionalLong block, String transactionId) {
        this.file = file;
        this.beside = file.resolveSibling(file.getFileName() + ".new");
        this.block = block;
        this.transactionId = transactionId;
    }

    /**
     * Opens a checkpoint; one whose file does not exist yet points nowhere.
     *
     * @throws IOException if the file is there and holds no checkpoint
     */
    public static AtomicCheckpointer open(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        if (!Files.exists(absolute)) {
            return new AtomicCheckpointer(absolute, OptionalLong.empty(), "");
        }
        try {
            ObjectReader reader = ObjectReader.of("checkpoint", CanonicalJson.read(Files.readAllBytes(absolute)));
            OptionalLong block = OptionalLong.of(reader.number("blockNumber", 0, Limits.COUNT_MAX));
            String transactionId = reader.textOrEmpty("transactionId", TRANSACTION_ID);
            reader.end();
            return new AtomicCheckpointer(absolute, block, transactionId);
        } catch (MalformedException e) {
            throw new IOException(file + " holds no checkpoint: " + e.getMessage(), e);
        }
    }

    @Override
    public void checkpointBlock(long blockNumber) throws IOException {
        save(blockNumber + 1, "");
    }

    @Override
    public void checkpointTransaction(long blockNumber, String transaction) throws IOException {
        save(blockNumber, transaction);
    }

    @Override
    public void checkpointChaincodeEvent(ChaincodeEvent event) throws IOException {
        save(event.getBlockNumber(), event.getTransactionId());
    }

    private void save(long blockNumber, String transaction) throws IOException {
        try {
            replace(blockNumber, transaction);
        } catch (IOException e) {
            throw new IOException(file + " could not be written: " + e.getMessage(), e);
        }
        block = OptionalLong.of(blockNumber);
        transactionId = transaction;
    }

    private void replace(long blockNumber, String transaction) throws IOException {
        byte[] bytes = CanonicalJson.write(Json.object()
                .put("blockNumber", blockNumber)
                .putUnlessEmpty("transactionId", transaction)
                .build());
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolder();
    }

    /** A rename lasts once the folder is on disk. */
    private void syncFolder() throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public OptionalLong getBlockNumber() {
        return block;
    }

    @Override
    public Optional<String> getTransactionId() {
        return Optional.of(transactionId).filter(id -> !id.isEmpty());
    }
}
