/** The node's stream: one entry in flight, nothing lost, and the lease that depends on it. */
@NullMarked
package org.evenhand.node.reporting;

import org.jspecify.annotations.NullMarked;
