/** Who may do what on the channel, as its configuration has it. */
@NullMarked
package org.evenhand.network.access;

import org.jspecify.annotations.NullMarked;
