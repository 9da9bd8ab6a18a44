/** Golden vectors: transactions, and what exactly they must come to on every machine. */
@NullMarked
package org.evenhand.core.golden;

import org.jspecify.annotations.NullMarked;
