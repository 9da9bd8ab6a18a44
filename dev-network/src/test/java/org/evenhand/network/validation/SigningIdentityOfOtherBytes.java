package org.evenhand.network.validation;

import com.google.protobuf.ByteString;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.evenhand.network.msp.SigningIdentity;

/** A peer whose signatures are good, but over something else; it may show another identity than its own. */
record SigningIdentityOfOtherBytes(SigningIdentity honest, ByteString serialized) implements SigningIdentity {
    SigningIdentityOfOtherBytes(SigningIdentity honest) {
        this(honest, honest.serialized());
    }

    @Override
    public String mspId() {
        return honest.mspId();
    }

    @Override
    public X509Certificate certificate() {
        return honest.certificate();
    }

    @Override
    public PrivateKey privateKey() {
        return honest.privateKey();
    }

    @Override
    public byte[] sign(byte[] message) {
        return honest.sign(new byte[] {1});
    }
}
