/** The single writer of a stream: batches, numbers, and resolves what nobody is sure of. */
@NullMarked
package org.evenhand.client.stream;

import org.jspecify.annotations.NullMarked;
