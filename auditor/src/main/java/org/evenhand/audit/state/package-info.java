/** The world state, rebuilt from the write sets of valid transactions. */
@NullMarked
package org.evenhand.audit.state;

import org.jspecify.annotations.NullMarked;
