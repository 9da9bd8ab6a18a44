package org.evenhand.audit.identity;

/**
 * One entry of a set of signatures.
 *
 * @param identity who claims to have signed
 * @param signatureValid whether the signature was made with that identity's key
 */
public record Signer(PresentedIdentity identity, boolean signatureValid) {}
