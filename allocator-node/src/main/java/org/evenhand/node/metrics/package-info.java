/** A node's figures as meters. Nothing else of a node knows of them. */
@NullMarked
package org.evenhand.node.metrics;

import org.jspecify.annotations.NullMarked;
