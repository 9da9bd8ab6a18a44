/** The command that runs an allocator node. */
@NullMarked
package org.evenhand.cli.node;

import org.jspecify.annotations.NullMarked;
