/** Recorded work through the whole system: real arrivals, durations and demands, on real nodes that let time pass. */
@NullMarked
package org.evenhand.evaluation.replay;

import org.jspecify.annotations.NullMarked;
