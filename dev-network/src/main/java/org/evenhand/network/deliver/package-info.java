/** Streams of committed blocks. */
@NullMarked
package org.evenhand.network.deliver;

import org.jspecify.annotations.NullMarked;
