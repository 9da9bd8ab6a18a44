/** What tasks work on and what they make: kept by digest on the node's disk, named by manifests. */
@NullMarked
package org.evenhand.node.content;

import org.jspecify.annotations.NullMarked;
