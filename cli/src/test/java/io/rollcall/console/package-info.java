/** Scenarios of the console against a real Elasticsearch and, for the page, a real browser. */
@NullMarked
package io.rollcall.console;

import org.jspecify.annotations.NullMarked;
