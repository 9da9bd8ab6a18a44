/** What the ledger speaks of: identifiers, resources, policies, classes, entries, nodes. Records that validate. */
@NullMarked
package org.evenhand.core.model;

import org.jspecify.annotations.NullMarked;
