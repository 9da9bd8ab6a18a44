/** Every transaction of the Evenhand contract run again from the rebuilt state, and decisions explained. */
@NullMarked
package org.evenhand.audit.decision;

import org.jspecify.annotations.NullMarked;
