/** What the events tell of a pool, kept once for all nodes of a process. */
@NullMarked
package org.evenhand.node.pool;

import org.jspecify.annotations.NullMarked;
