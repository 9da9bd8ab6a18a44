/** Key material of a development network, and the ECDSA implementation in use. */
@NullMarked
package org.evenhand.network.crypto;

import org.jspecify.annotations.NullMarked;
