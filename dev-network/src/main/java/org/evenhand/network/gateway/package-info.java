/** The Gateway service that client SDKs talk to: one per organisation. */
@NullMarked
package org.evenhand.network.gateway;

import org.jspecify.annotations.NullMarked;
