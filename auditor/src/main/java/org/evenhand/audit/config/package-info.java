/** The channel's configuration as config blocks set it: members, policies, capabilities, and who may change them. */
@NullMarked
package org.evenhand.audit.config;

import org.jspecify.annotations.NullMarked;
