package org.evenhand.chaincode;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.InputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.InvalidNameException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.evenhand.core.contract.Caller;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.MspId;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/**
 * Tells who signed from a creator's bytes, and remembers it: the same few writers sign over and over, and parsing a
 * certificate costs more than the rest of an append. The peer has checked signature and certificate before.
 */
final class Callers {
    /** Past this many the memory starts anew; an organisation has at most a few hundred writers. */
    static final int REMEMBERED_MAX = 4_096;

    private static final String ORGANISATIONAL_UNIT = "OU";
    private static final String ADMIN = "admin";

    private final ConcurrentHashMap<Bytes, Caller> remembered = new ConcurrentHashMap<>();

    /**
     * The caller of a transaction.
     *
     * @param creator a marshalled {@code SerializedIdentity}
     * @throws UnknownCallerException if it is no X.509 identity
     */
    Caller caller(byte[] creator) throws UnknownCallerException {
        Bytes key = Bytes.copyOf(creator);
        Caller known = remembered.get(key);
        if (known != null) {
            return known;
        }
        Caller caller = read(creator);
        if (remembered.size() >= REMEMBERED_MAX) {
            remembered.clear();
        }
        remembered.put(key, caller);
        return caller;
    }

    int remembered() {
        return remembered.size();
    }

    private static Caller read(byte[] creator) throws UnknownCallerException {
        try {
            SerializedIdentity identity = SerializedIdentity.parseFrom(creator);
            X509Certificate certificate = certificate(identity.getIdBytes().newInput());
            return new Caller(
                    new MspId(identity.getMspid()),
                    Digest.of(certificate.getPublicKey().getEncoded()),
                    isAdmin(certificate.getSubjectX500Principal()));
        } catch (InvalidProtocolBufferException | CertificateException | NamingException | IllegalArgumentException e) {
            throw new UnknownCallerException("expected the creator to be an X.509 identity: " + e.getMessage());
        }
    }

    private static X509Certificate certificate(InputStream pem) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
    }

    /** Fabric's node OUs: an organisational unit of the subject says what its holder is. */
    private static boolean isAdmin(X500Principal subject) throws NamingException {
        for (Rdn rdn : name(subject).getRdns()) {
            var attribute = rdn.toAttributes().get(ORGANISATIONAL_UNIT);
            if (attribute != null && holds(attribute.getAll(), ADMIN)) {
                return true;
            }
        }
        return false;
    }

    private static LdapName name(X500Principal subject) throws InvalidNameException {
        return new LdapName(subject.getName(X500Principal.RFC2253));
    }

    private static boolean holds(NamingEnumeration<?> values, String wanted) throws NamingException {
        while (values.hasMore()) {
            if (wanted.equals(values.next())) {
                return true;
            }
        }
        return false;
    }
}
