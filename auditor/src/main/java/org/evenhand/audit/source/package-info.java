/** Where blocks come from: folders of fetched blocks and ledger files. A source never judges what it hands out. */
@NullMarked
package org.evenhand.audit.source;

import org.jspecify.annotations.NullMarked;
