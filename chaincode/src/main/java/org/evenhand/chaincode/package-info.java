/** The contract: decode, load, decide, write. */
@NullMarked
package org.evenhand.chaincode;

import org.jspecify.annotations.NullMarked;
