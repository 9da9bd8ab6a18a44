/** Blocks from a live peer, over Fabric's Deliver service. */
@NullMarked
package org.evenhand.audit.peer;

import org.jspecify.annotations.NullMarked;
