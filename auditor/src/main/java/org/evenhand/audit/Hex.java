package org.evenhand.audit;

import com.google.protobuf.ByteString;
import java.util.HexFormat;

/** Bytes as people compare them. */
final class Hex {
    private Hex() {}

    static String of(ByteString bytes) {
        return bytes.isEmpty() ? "nothing" : HexFormat.of().formatHex(bytes.toByteArray());
    }
}
