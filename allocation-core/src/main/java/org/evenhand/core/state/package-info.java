/** The state of one pool, its ledger keys, and apply: the only code that changes state. */
@NullMarked
package org.evenhand.core.state;

import org.jspecify.annotations.NullMarked;
