package org.evenhand.audit.block;

import com.google.protobuf.ByteString;
import org.evenhand.audit.identity.Signer;
import org.jspecify.annotations.Nullable;

/**
 * One signature under a block. A Raft orderer names itself by certificate, so its signature is already checked; a BFT
 * consenter names itself by a number that only the configuration can resolve.
 *
 * @param signer who signed, when the signature names its signer by certificate
 * @param header the header that is part of the signed bytes
 * @param signature the signature
 */
public record OrdererSignature(@Nullable Signer signer, ByteString header, ByteString signature) {}
