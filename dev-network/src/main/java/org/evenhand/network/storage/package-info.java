/** The ledger's implementation: block files, immutable state, indexes. */
@NullMarked
package org.evenhand.network.storage;

import org.jspecify.annotations.NullMarked;
