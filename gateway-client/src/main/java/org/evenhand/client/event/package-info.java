/** What the ledger tells: the contract's events and filtered blocks, without gap or repeat. */
@NullMarked
package org.evenhand.client.event;

import org.jspecify.annotations.NullMarked;
