/** Where the network is, and who we are there. */
@NullMarked
package org.evenhand.client.connect;

import org.jspecify.annotations.NullMarked;
