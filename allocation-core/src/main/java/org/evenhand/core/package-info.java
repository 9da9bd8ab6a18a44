/** The decision core: model, canonical encoding, ledger keys and rules. */
@NullMarked
package org.evenhand.core;

import org.jspecify.annotations.NullMarked;
