package org.evenhand.audit.effect;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.NavigableMap;
import org.evenhand.audit.identity.Sha256;
import org.evenhand.audit.state.BlockUpdates;
import org.evenhand.audit.state.KeySpace;
import org.evenhand.audit.state.Version;

/**
 * The chain of hashes that a peer keeps over flags and state updates: SHA-256 over the number of flags, the flags, the
 * updates in the form of Fabric's {@code txmgr.Updates} message, and the hash before.
 */
public final class CommitHash {
    private static final int UPDATES_WRITE_FIELD = 1;
    private static final int NAMESPACE_FIELD = 1;
    private static final int COLLECTION_FIELD = 2;
    private static final int KEY_FIELD = 3;
    private static final int DELETED_FIELD = 4;
    private static final int VALUE_FIELD = 5;
    private static final int VERSION_FIELD = 6;

    private CommitHash() {}

    /** Returns the hash of a block, given the one of the block before (empty for block 1). */
    public static ByteString of(ByteString flags, BlockUpdates updates, ByteString previous) {
        MessageDigest digest = Sha256.digest();
        digest.update(varint(flags.size()));
        digest.update(flags.asReadOnlyByteBuffer());
        digest.update(encode(updates));
        digest.update(previous.asReadOnlyByteBuffer());
        return ByteString.copyFrom(digest.digest());
    }

    private static byte[] encode(BlockUpdates updates) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        String lastNamespace = "";
        try {
            for (Map.Entry<KeySpace, NavigableMap<String, BlockUpdates.Update>> space :
                    updates.spaces().entrySet()) {
                KeySpace keys = space.getKey();
                String collection = keys.collection();
                // Namespace and collection are named at their first write only.
                String namespace = keys.namespace().equals(lastNamespace) ? "" : keys.namespace();
                lastNamespace = keys.namespace();
                for (Map.Entry<String, BlockUpdates.Update> write :
                        space.getValue().entrySet()) {
                    ByteString key = keys.collection().isEmpty()
                            ? ByteString.copyFromUtf8(write.getKey())
                            : ByteString.copyFrom(write.getKey(), StandardCharsets.ISO_8859_1);
                    out.writeByteArray(UPDATES_WRITE_FIELD, encode(namespace, collection, key, write.getValue()));
                    namespace = "";
                    collection = "";
                }
            }
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static byte[] encode(String namespace, String collection, ByteString key, BlockUpdates.Update update)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        ByteString value = update.value();
        if (!namespace.isEmpty()) {
            out.writeString(NAMESPACE_FIELD, namespace);
        }
        if (!collection.isEmpty()) {
            out.writeString(COLLECTION_FIELD, collection);
        }
        if (!key.isEmpty()) {
            out.writeBytes(KEY_FIELD, key);
        }
        if (value == null) {
            out.writeBool(DELETED_FIELD, true);
        } else {
            out.writeBytes(VALUE_FIELD, value);
        }
        out.writeByteArray(VERSION_FIELD, encode(update.version()));
        out.flush();
        return bytes.toByteArray();
    }

    private static byte[] encode(Version version) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writeOrdered(version.block(), bytes);
        writeOrdered(version.transaction(), bytes);
        return bytes.toByteArray();
    }

    // The number of significant bytes, then these bytes, so that the encodings sort as the numbers do.
    private static void writeOrdered(long number, ByteArrayOutputStream out) {
        int size = (Long.SIZE - Long.numberOfLeadingZeros(number) + Byte.SIZE - 1) / Byte.SIZE;
        out.write(size);
        for (int shift = (size - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            out.write((int) (number >>> shift));
        }
    }

    private static byte[] varint(int value) {
        byte[] bytes = new byte[CodedOutputStream.computeUInt32SizeNoTag(value)];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeUInt32NoTag(value);
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException("The array has exactly the size that is needed", e);
        }
        return bytes;
    }
}
