/** ECDSA and PEM, as Fabric uses them. */
@NullMarked
package org.evenhand.network.pki;

import org.jspecify.annotations.NullMarked;
