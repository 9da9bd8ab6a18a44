/** The channel's configuration: written into the genesis block, read back from it. */
@NullMarked
package org.evenhand.network.config;

import org.jspecify.annotations.NullMarked;
