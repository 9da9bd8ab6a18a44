/** How fast the core decides, without any network: JMH benchmarks over a ledger in memory. */
@NullMarked
package org.evenhand.evaluation.core;

import org.jspecify.annotations.NullMarked;
