/** The registry that every daemon has, and what is measured of its virtual machine. */
@NullMarked
package org.evenhand.operations.metrics;

import org.jspecify.annotations.NullMarked;
