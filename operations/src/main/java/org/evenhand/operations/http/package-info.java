/** Serves metrics and health to those who watch. */
@NullMarked
package org.evenhand.operations.http;

import org.jspecify.annotations.NullMarked;
