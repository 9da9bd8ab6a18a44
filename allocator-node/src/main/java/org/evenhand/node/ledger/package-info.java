/** What a node needs of a ledger, as ports; who implements them is the composition's choice. */
@NullMarked
package org.evenhand.node.ledger;

import org.jspecify.annotations.NullMarked;
