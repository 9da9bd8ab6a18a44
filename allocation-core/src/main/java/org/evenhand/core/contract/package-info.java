/** The transactions: decode, load, decide, write. Pure functions from state and request to outcome. */
@NullMarked
package org.evenhand.core.contract;

import org.jspecify.annotations.NullMarked;
