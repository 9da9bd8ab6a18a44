/** What a daemon shows to those who run it: metrics, health, logs. */
@NullMarked
package org.evenhand.operations;

import org.jspecify.annotations.NullMarked;
