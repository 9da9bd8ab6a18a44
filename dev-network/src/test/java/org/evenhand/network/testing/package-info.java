/** What the tests of this module share. */
package org.evenhand.network.testing;
