/** What a server of the contract does, as meters. */
@NullMarked
package org.evenhand.chaincode.metrics;

import org.jspecify.annotations.NullMarked;
