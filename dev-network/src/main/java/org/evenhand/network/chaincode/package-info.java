/** The peer's side of the conversation with a chaincode that runs as a service. */
@NullMarked
package org.evenhand.network.chaincode;

import org.jspecify.annotations.NullMarked;
