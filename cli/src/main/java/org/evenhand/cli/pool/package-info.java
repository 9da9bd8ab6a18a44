/** The commands that submit work to a pool and look at it. */
@NullMarked
package org.evenhand.cli.pool;

import org.jspecify.annotations.NullMarked;
