/** Checks proposals, runs them, and signs what came out: one endorser per organisation. */
@NullMarked
package org.evenhand.network.endorser;

import org.jspecify.annotations.NullMarked;
