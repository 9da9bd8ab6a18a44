/** Chaincode definitions as the ledger keeps them. */
@NullMarked
package org.evenhand.network.lifecycle;

import org.jspecify.annotations.NullMarked;
