/** What the daemons among the commands show to those who run them. */
@NullMarked
package org.evenhand.cli.operations;

import org.jspecify.annotations.NullMarked;
