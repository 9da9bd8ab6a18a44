/** The load driver: how much work a network takes, from its first transaction to an audit of all of it. */
@NullMarked
package org.evenhand.evaluation.load;

import org.jspecify.annotations.NullMarked;
