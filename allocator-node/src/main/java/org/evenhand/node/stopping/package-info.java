/** How a node ends in good order, and what it remembers of that. */
@NullMarked
package org.evenhand.node.stopping;

import org.jspecify.annotations.NullMarked;
