/** Time, timers, and the mailbox that makes what one node does happen one after the other. */
@NullMarked
package org.evenhand.node.time;

import org.jspecify.annotations.NullMarked;
