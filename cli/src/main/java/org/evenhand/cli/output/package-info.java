/** What the command prints: tables for people, one JSON object for programs. */
@NullMarked
package org.evenhand.cli.output;

import org.jspecify.annotations.NullMarked;
