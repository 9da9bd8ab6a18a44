/** What makes a block a Fabric block: hashes, signature, metadata. */
@NullMarked
package org.evenhand.network.block;

import org.jspecify.annotations.NullMarked;
