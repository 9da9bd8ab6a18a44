/** Traces of real systems, read and selected: tasks with their arrivals, durations and demands, and nodes. */
@NullMarked
package org.evenhand.evaluation.replay.trace;

import org.jspecify.annotations.NullMarked;
