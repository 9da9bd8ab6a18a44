/** System chaincodes, answered by the peer itself. */
@NullMarked
package org.evenhand.network.system;

import org.jspecify.annotations.NullMarked;
