package org.evenhand.audit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.junit.jupiter.api.Test;

class MembershipTest {
    @Test
    void whoever_makes_up_identities_does_not_fill_the_memory() {
        SignatureProvider provider = SignatureProvider.portable();
        Membership membership = new Membership(List.of(), false, provider, new IdentityCache(provider));

        for (int i = 0; i <= Membership.MEMBERS_MAX; i++) {
            ByteString madeUp =
                    SerializedIdentity.newBuilder().setMspid("Org" + i).build().toByteString();
            assertThat(membership.fault(PresentedIdentity.parse(madeUp, provider)))
                    .isNotEmpty();
        }

        assertThat(membership.remembered())
                .isLessThanOrEqualTo(Membership.MEMBERS_MAX)
                .isPositive();
    }
}
