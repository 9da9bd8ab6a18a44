/** What a node has counted of its own doing. */
@NullMarked
package org.evenhand.node.statistics;

import org.jspecify.annotations.NullMarked;
