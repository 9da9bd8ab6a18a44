/** The benchmark command: what the embedded network takes on this machine. */
@NullMarked
package org.evenhand.cli.bench;

import org.jspecify.annotations.NullMarked;
