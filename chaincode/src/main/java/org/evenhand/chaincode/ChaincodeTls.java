package org.evenhand.chaincode;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the contract's server proves itself to peers, and peers to it. All files are PEM.
 *
 * @param certificate the server's certificate chain
 * @param privateKey its key, PKCS#8, without a password
 * @param clientAuthority the root of the peers' client certificates; when present, a peer without one is refused
 */
public record ChaincodeTls(Path certificate, Path privateKey, Optional<Path> clientAuthority) {}
