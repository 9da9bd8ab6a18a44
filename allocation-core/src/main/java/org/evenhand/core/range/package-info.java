/** Sets of task indices, as spans. */
@NullMarked
package org.evenhand.core.range;

import org.jspecify.annotations.NullMarked;
