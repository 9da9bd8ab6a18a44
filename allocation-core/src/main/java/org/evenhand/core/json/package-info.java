/** The canonical encoding: JSON of integers, keys sorted, no spaces, UTF-8; and SHA-256 over its bytes. */
@NullMarked
package org.evenhand.core.json;

import org.jspecify.annotations.NullMarked;
