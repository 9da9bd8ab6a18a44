/** What a node owns and owes: the tasks it was given, what may start now, and results nobody has taken yet. */
@NullMarked
package org.evenhand.node.duty;

import org.jspecify.annotations.NullMarked;
