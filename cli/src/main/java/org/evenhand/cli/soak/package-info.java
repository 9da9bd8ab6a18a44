/** Load for a long time on processes of their own, and whether they stay as they were. */
@NullMarked
package org.evenhand.cli.soak;

import org.jspecify.annotations.NullMarked;
