/** The daemon of one node. */
@NullMarked
package org.evenhand.node;

import org.jspecify.annotations.NullMarked;
