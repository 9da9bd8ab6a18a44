/** Verifies a ledger from its blocks alone and decides every round again. */
@NullMarked
package org.evenhand.audit;

import org.jspecify.annotations.NullMarked;
