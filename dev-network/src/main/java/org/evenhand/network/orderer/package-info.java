/** Puts endorsed transactions in order and hands them to the ledger in batches. */
@NullMarked
package org.evenhand.network.orderer;

import org.jspecify.annotations.NullMarked;
