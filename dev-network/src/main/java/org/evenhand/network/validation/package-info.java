/** Fabric's validation of a block: which transactions take effect. */
@NullMarked
package org.evenhand.network.validation;

import org.jspecify.annotations.NullMarked;
