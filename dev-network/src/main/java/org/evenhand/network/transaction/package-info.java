/** Making transactions: proposal, endorsements, envelope. */
@NullMarked
package org.evenhand.network.transaction;

import org.jspecify.annotations.NullMarked;
