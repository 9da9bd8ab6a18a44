/** Identities: who signed, for which organisation, in which role. */
@NullMarked
package org.evenhand.network.msp;

import org.jspecify.annotations.NullMarked;
