/** Benchmarks and the load driver. */
@NullMarked
package org.evenhand.evaluation;

import org.jspecify.annotations.NullMarked;
