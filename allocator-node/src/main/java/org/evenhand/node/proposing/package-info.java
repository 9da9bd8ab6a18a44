/** Proposing rounds in turn. */
@NullMarked
package org.evenhand.node.proposing;

import org.jspecify.annotations.NullMarked;
