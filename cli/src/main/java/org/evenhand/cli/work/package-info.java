/** The commands that hand work in, with what it works on, and fetch what it made. */
@NullMarked
package org.evenhand.cli.work;

import org.jspecify.annotations.NullMarked;
