package org.evenhand.node.exchange;

import java.io.IOException;
import java.io.Reader;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.StreamId;
import org.hyperledger.fabric.client.identity.Identities;
import org.jspecify.annotations.Nullable;

/**
 * Who shows itself in a TLS handshake, with the certificate and the key of its Fabric identity. The handshake proves
 * that each side has its key; whose key that is, the ledger says and no certificate authority.
 */
public final class TlsIdentity {
    static final String PROTOCOL = "TLSv1.3";

    private static final char[] NO_PASSWORD = new char[0];

    private final StreamId stream;
    private final X509Certificate certificate;
    private final PrivateKey key;

    private TlsIdentity(StreamId stream, X509Certificate certificate, PrivateKey key) {
        this.stream = stream;
        this.certificate = certificate;
        this.key = key;
    }

    /** An identity from a certificate and its key. */
    public static TlsIdentity of(StreamId stream, X509Certificate certificate, PrivateKey key) {
        return new TlsIdentity(stream, certificate, key);
    }

    /**
     * Reads an identity from a folder in the layout of Fabric's tools.
     *
     * @param stream whose it is
     * @param folder the folder named {@code msp}, with one file in {@code signcerts} and one in {@code keystore}
     */
    public static TlsIdentity fromMsp(StreamId stream, Path folder) throws IOException {
        try (Reader certificate = Files.newBufferedReader(onlyFile(folder.resolve("signcerts")));
                Reader key = Files.newBufferedReader(onlyFile(folder.resolve("keystore")))) {
            return of(stream, Identities.readX509Certificate(certificate), Identities.readPrivateKey(key));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("no identity in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Path onlyFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(Files::isRegularFile).toList();
            if (found.size() != 1) {
                throw new IOException("expected one file in " + folder + ", found " + found.size());
            }
            return found.get(0);
        }
    }

    public StreamId stream() {
        return stream;
    }

    /** SHA-256 of the public key, as the ledger knows it. */
    public Digest key() {
        return keyOf(certificate);
    }

    /** SHA-256 of a certificate's public key, as the ledger knows it. */
    static Digest keyOf(Certificate shown) {
        return Digest.of(shown.getPublicKey().getEncoded());
    }

    /** A context for a server that lets everybody finish the handshake: who it was is looked up before it is served. */
    SSLContext forServer() {
        return context(null);
    }

    /** A context for a client that talks to the owner of one key and to nobody else. */
    SSLContext forClientOf(Digest expected) {
        return context(expected);
    }

    private SSLContext context(@Nullable Digest expected) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("identity", key, NO_PASSWORD, new Certificate[] {certificate});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance(PROTOCOL);
            context.init(
                    keys.getKeyManagers(), new TrustManager[] {new TrustInKey(Optional.ofNullable(expected))}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the identity of " + stream + " cannot be used for TLS", e);
        }
    }

    /** Looks at the public key alone; whether a host's name is in the certificate says nothing here. */
    private static final class TrustInKey extends X509ExtendedTrustManager {
        private final Optional<Digest> expected;

        TrustInKey(Optional<Digest> expected) {
            this.expected = expected;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            if (chain.length == 0) {
                throw new CertificateException("expected a certificate, found none");
            }
            Digest found = keyOf(chain[0]);
            if (expected.isPresent() && !found.equals(expected.get())) {
                throw new CertificateException("expected the key " + expected.get() + ", found " + found);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
