/** What one run of a chaincode read and would write: the read-write set that is endorsed. */
@NullMarked
package org.evenhand.network.simulation;

import org.jspecify.annotations.NullMarked;
