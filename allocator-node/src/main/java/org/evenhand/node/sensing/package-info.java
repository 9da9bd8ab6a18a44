/** What a node uses: the machine's figures, or the share that this node's own work has. */
@NullMarked
package org.evenhand.node.sensing;

import org.jspecify.annotations.NullMarked;
