/** Conflicts and commit hashes: what a peer decides after policies are satisfied, computed again. */
@NullMarked
package org.evenhand.audit.effect;

import org.jspecify.annotations.NullMarked;
