/** The commands that verify and explain a ledger. */
@NullMarked
package org.evenhand.cli.audit;

import org.jspecify.annotations.NullMarked;
