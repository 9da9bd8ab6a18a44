package org.evenhand.network.crypto;

import java.nio.file.Path;

/**
 * Where a TLS server's files lie, all PEM.
 *
 * @param certificate the server's certificate.
 * @param privateKey its key, PKCS#8.
 * @param authority the organisation's TLS root.
 */
public record TlsFiles(Path certificate, Path privateKey, Path authority) {}
