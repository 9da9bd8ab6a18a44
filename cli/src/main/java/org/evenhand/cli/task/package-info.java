/** Commands about tasks that have been submitted. */
@NullMarked
package org.evenhand.cli.task;

import org.jspecify.annotations.NullMarked;
