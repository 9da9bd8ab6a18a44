/** Commands about who one is to the ledger. */
@NullMarked
package org.evenhand.cli.identity;

import org.jspecify.annotations.NullMarked;
