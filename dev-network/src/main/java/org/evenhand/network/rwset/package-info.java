/** Read-write sets, and what a block's valid ones change. */
@NullMarked
package org.evenhand.network.rwset;

import org.jspecify.annotations.NullMarked;
