/** Settings: where the values of options come from, and {@code evenhand config}. */
@NullMarked
package org.evenhand.cli.config;

import org.jspecify.annotations.NullMarked;
