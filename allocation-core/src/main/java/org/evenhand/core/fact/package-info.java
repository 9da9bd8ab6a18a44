/** What a round decided, one record per kind of decision. */
@NullMarked
package org.evenhand.core.fact;

import org.jspecify.annotations.NullMarked;
