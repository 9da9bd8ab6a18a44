/** Blocks taken apart: hashes, envelopes, endorsements and read-write sets, with every signature already checked. */
@NullMarked
package org.evenhand.audit.block;

import org.jspecify.annotations.NullMarked;
