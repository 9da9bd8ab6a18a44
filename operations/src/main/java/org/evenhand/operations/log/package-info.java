/** What a daemon says, to whom, and in which form. */
@NullMarked
package org.evenhand.operations.log;

import org.jspecify.annotations.NullMarked;
