/** The demonstration: a pool under stress, told as a story and audited at its end. */
@NullMarked
package org.evenhand.cli.demo;

import org.jspecify.annotations.NullMarked;
