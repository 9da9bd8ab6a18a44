/** The node's ports, connected to a Fabric network by the Gateway client. Translates and decides nothing. */
@NullMarked
package org.evenhand.node.gateway;

import org.jspecify.annotations.NullMarked;
