/**
 * Runs real work: programs and local services that the node's owner has put on a list, one entry for each task class.
 */
@NullMarked
package org.evenhand.node.executors;

import org.jspecify.annotations.NullMarked;
