/** Follows submitted work from its entry to the end of its last task. */
@NullMarked
package org.evenhand.client.work;

import org.jspecify.annotations.NullMarked;
