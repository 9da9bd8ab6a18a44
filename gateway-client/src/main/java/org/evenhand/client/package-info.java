/** A typed client of the contract over the Fabric Gateway. */
@NullMarked
package org.evenhand.client;

import org.jspecify.annotations.NullMarked;
