/** One channel's ledger: blocks in files, state, history and index in memory. */
@NullMarked
package org.evenhand.network.ledger;

import org.jspecify.annotations.NullMarked;
