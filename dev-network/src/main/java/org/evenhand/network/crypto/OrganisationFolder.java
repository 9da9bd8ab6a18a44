package org.evenhand.network.crypto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.evenhand.network.msp.Role;
import org.evenhand.network.msp.SigningIdentity;
import org.evenhand.network.pki.Ecdsa;
import org.evenhand.network.pki.Pem;

/** One organisation's folder. */
final class OrganisationFolder implements OrganisationMaterial {
    private static final Pattern IDENTITY_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,60}");
    private static final String KEY_FILE = "priv_sk";
    private static final String KEY_LABEL = "PRIVATE KEY";
    private static final String CERTIFICATE_LABEL = "CERTIFICATE";

    private final Path folder;
    private final String name;
    private final String mspId;
    private final String domain;
    private final NodeKind kind;

    OrganisationFolder(Path folder, String name, String mspId, String domain, NodeKind kind) {
        this.folder = folder;
        this.name = name;
        this.mspId = mspId;
        this.domain = domain;
        this.kind = kind;
    }

    /** Makes and writes everything. */
    void create() {
        CertificateAuthority authority = CertificateAuthority.root(domain, "ca." + domain);
        CertificateAuthority tlsAuthority = CertificateAuthority.root(domain, "tlsca." + domain);
        writeAuthority(folder.resolve("ca"), "ca", authority);
        writeAuthority(folder.resolve("tlsca"), "tlsca", tlsAuthority);
        writeMsp(folder.resolve("msp"), authority.certificate(), tlsAuthority.certificate());
        Path node = folder.resolve(kind.folder()).resolve(nodeName());
        writeIdentity(node, authority, tlsAuthority.certificate(), nodeName(), kind.role());
        writeTls(node.resolve("tls"), "server", tlsAuthority, nodeName());
        for (String user : kind.users()) {
            Role role = user.equals("Admin") ? Role.ADMIN : Role.CLIENT;
            String userName = user + "@" + domain;
            writeIdentity(userFolder(user), authority, tlsAuthority.certificate(), userName, role);
            writeTls(userFolder(user).resolve("tls"), "client", tlsAuthority, userName);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String mspId() {
        return mspId;
    }

    @Override
    public String domain() {
        return domain;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public X509Certificate authority() {
        return certificate(folder.resolve("ca").resolve(certificateFile("ca." + domain)));
    }

    @Override
    public X509Certificate tlsAuthority() {
        return certificate(folder.resolve("tlsca").resolve(certificateFile("tlsca." + domain)));
    }

    @Override
    public String nodeName() {
        return kind.host() + "." + domain;
    }

    @Override
    public SigningIdentity node() {
        return identity(folder.resolve(kind.folder()).resolve(nodeName()), nodeName());
    }

    @Override
    public SigningIdentity admin() {
        return user("Admin");
    }

    @Override
    public SigningIdentity user() {
        if (kind != NodeKind.PEER) {
            throw new IllegalStateException(name + " has no user besides its admin");
        }
        return user("User1");
    }

    @Override
    public TlsFiles tls() {
        Path tls = folder.resolve(kind.folder()).resolve(nodeName()).resolve("tls");
        return new TlsFiles(tls.resolve("server.crt"), tls.resolve("server.key"), tls.resolve("ca.crt"));
    }

    @Override
    public synchronized SigningIdentity issue(String identityName, Role role) {
        if (!IDENTITY_NAME.matcher(identityName).matches()) {
            throw new IllegalArgumentException("identity name not usable: " + identityName);
        }
        String userName = identityName + "@" + domain;
        if (Files.notExists(userFolder(identityName))) {
            PrivateKey authorityKey = key(folder.resolve("ca").resolve(KEY_FILE));
            CertificateAuthority authority = new CertificateAuthority(authority(), authorityKey);
            writeIdentity(userFolder(identityName), authority, tlsAuthority(), userName, role);
        }
        SigningIdentity identity = user(identityName);
        String subject = identity.certificate().getSubjectX500Principal().getName();
        if (!List.of(subject.split(",")).contains("OU=" + role.organisationalUnit())) {
            throw new IllegalArgumentException(userName + " is already there, but not as " + role);
        }
        return identity;
    }

    private SigningIdentity user(String user) {
        return identity(userFolder(user), user + "@" + domain);
    }

    private Path userFolder(String user) {
        return folder.resolve("users").resolve(user + "@" + domain);
    }

    private SigningIdentity identity(Path holder, String commonName) {
        Path msp = holder.resolve("msp");
        return SigningIdentity.of(
                mspId,
                certificate(msp.resolve("signcerts").resolve(certificateFile(commonName))),
                key(msp.resolve("keystore").resolve(KEY_FILE)));
    }

    /** Writes beside the final place and moves, so that a folder of an identity is whole or not there. */
    private void writeIdentity(
            Path holder, CertificateAuthority authority, X509Certificate tlsRoot, String commonName, Role role) {
        KeyPair pair = Ecdsa.fastest().newKeyPair();
        Path unfinished = holder.resolveSibling("." + holder.getFileName() + "." + UUID.randomUUID());
        Path msp = unfinished.resolve("msp");
        writeMsp(msp, authority.certificate(), tlsRoot);
        MaterialFiles.write(
                msp.resolve("signcerts").resolve(certificateFile(commonName)),
                pem(authority.identity(commonName, role, pair.getPublic())));
        MaterialFiles.writeKey(msp.resolve("keystore").resolve(KEY_FILE), pem(pair.getPrivate()));
        try {
            moveUnlessThere(unfinished, holder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot move " + unfinished, e);
        }
    }

    /** Another process may have been faster with the same identity; then that one counts. */
    private static void moveUnlessThere(Path unfinished, Path holder) throws IOException {
        try {
            Files.move(unfinished, holder);
        } catch (FileSystemException e) {
            if (Files.notExists(holder)) {
                throw e;
            }
            MaterialFiles.deleteTree(unfinished);
        }
    }

    private void writeMsp(Path msp, X509Certificate root, X509Certificate tlsRoot) {
        String caFile = certificateFile("ca." + domain);
        MaterialFiles.write(msp.resolve("cacerts").resolve(caFile), pem(root));
        MaterialFiles.write(msp.resolve("tlscacerts").resolve(certificateFile("tlsca." + domain)), pem(tlsRoot));
        StringBuilder nodeOus = new StringBuilder("NodeOUs:\n  Enable: true\n");
        for (Role role : Role.values()) {
            String unit = role.organisationalUnit();
            String title = unit.substring(0, 1).toUpperCase(Locale.ROOT) + unit.substring(1);
            nodeOus.append("  ")
                    .append(title)
                    .append("OUIdentifier:\n    Certificate: cacerts/")
                    .append(caFile);
            nodeOus.append("\n    OrganizationalUnitIdentifier: ").append(unit).append('\n');
        }
        MaterialFiles.write(msp.resolve("config.yaml"), nodeOus.toString());
    }

    private void writeTls(Path tls, String side, CertificateAuthority authority, String commonName) {
        KeyPair pair = Ecdsa.fastest().newKeyPair();
        List<String> names = side.equals("server")
                ? List.of(commonName, kind.host(), "localhost", "127.0.0.1")
                : List.of(commonName);
        MaterialFiles.writeKey(tls.resolve(side + ".key"), pem(pair.getPrivate()));
        MaterialFiles.write(tls.resolve("ca.crt"), pem(authority.certificate()));
        MaterialFiles.write(tls.resolve(side + ".crt"), pem(authority.tls(commonName, names, pair.getPublic())));
    }

    private void writeAuthority(Path place, String role, CertificateAuthority authority) {
        // A key comes first in its folder: it is its writing that makes the folder a private one.
        MaterialFiles.writeKey(place.resolve(KEY_FILE), pem(authority.key()));
        MaterialFiles.write(place.resolve(certificateFile(role + "." + domain)), pem(authority.certificate()));
    }

    private static String certificateFile(String commonName) {
        return commonName + "-cert.pem";
    }

    private static X509Certificate certificate(Path file) {
        return Pem.certificate(MaterialFiles.read(file));
    }

    private static PrivateKey key(Path file) {
        byte[] pem = MaterialFiles.read(file);
        return Ecdsa.fastest().privateKey(Pem.decode(new String(pem, StandardCharsets.US_ASCII)));
    }

    private static String pem(PrivateKey key) {
        return Pem.encode(KEY_LABEL, key.getEncoded());
    }

    private static String pem(X509Certificate certificate) {
        try {
            return Pem.encode(CERTIFICATE_LABEL, certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("certificate has no DER form", e);
        }
    }
}
