package org.evenhand.network.config;

import java.util.List;
import org.evenhand.network.msp.Identity;

/** Decides whether signers together are entitled. */
public interface Policy {
    /**
     * Whether these signers satisfy the policy.
     *
     * @param signers identities whose signatures were verified, each at most once.
     */
    boolean satisfiedBy(List<Identity> signers);
}
