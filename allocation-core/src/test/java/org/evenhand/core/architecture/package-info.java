/** What the core's own code may know and do, as rules over its classes. */
@NullMarked
package org.evenhand.core.architecture;

import org.jspecify.annotations.NullMarked;
