/** The whole network as one object. */
@NullMarked
package org.evenhand.network.embedded;

import org.jspecify.annotations.NullMarked;
