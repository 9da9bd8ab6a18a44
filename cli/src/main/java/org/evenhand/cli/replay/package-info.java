/** The command that replays recorded work. */
@NullMarked
package org.evenhand.cli.replay;

import org.jspecify.annotations.NullMarked;
