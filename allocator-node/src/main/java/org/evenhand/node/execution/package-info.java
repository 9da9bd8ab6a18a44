/** Running tasks: what an executor is, one that really consumes, and one that only lets time pass. */
@NullMarked
package org.evenhand.node.execution;

import org.jspecify.annotations.NullMarked;
