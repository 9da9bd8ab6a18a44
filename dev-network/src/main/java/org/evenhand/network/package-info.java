/** A Fabric-compatible network inside the JVM. */
@NullMarked
package org.evenhand.network;

import org.jspecify.annotations.NullMarked;
