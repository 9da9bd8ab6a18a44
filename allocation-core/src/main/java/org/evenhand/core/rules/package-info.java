/** The rules of allocation, by version: state and inputs go in, facts come out. */
@NullMarked
package org.evenhand.core.rules;

import org.jspecify.annotations.NullMarked;
