/** Who signed: certificates, the organisations that vouch for them, and signatures checked with a named provider. */
@NullMarked
package org.evenhand.audit.identity;

import org.jspecify.annotations.NullMarked;
