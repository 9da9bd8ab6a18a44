/**
 * The embedded network as the command runs it: with our contract, a founded pool, and identities for whoever needs one.
 */
@NullMarked
package org.evenhand.cli.network;

import org.jspecify.annotations.NullMarked;
