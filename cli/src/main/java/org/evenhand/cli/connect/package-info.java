/** How a command reaches a pool. */
@NullMarked
package org.evenhand.cli.connect;

import org.jspecify.annotations.NullMarked;
