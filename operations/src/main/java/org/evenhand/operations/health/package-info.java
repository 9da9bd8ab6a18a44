/** Whether a daemon lives, and whether it is ready for work. */
@NullMarked
package org.evenhand.operations.health;

import org.jspecify.annotations.NullMarked;
