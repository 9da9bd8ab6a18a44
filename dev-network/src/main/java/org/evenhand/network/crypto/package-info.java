/** Key material of a development network, in the folder layout of Fabric's test network. */
@NullMarked
package org.evenhand.network.crypto;

import org.jspecify.annotations.NullMarked;
