/**
 * What Elasticsearch has to know before the first document: the templates of the four index families (beside this
 * package, as JSON resources) and their installation.
 *
 * <p>In comes a connection, out goes a report of what was done. What is written into the indices is the search job's,
 * what is read from them the console's; a test holds templates and documents together.
 */
@NullMarked
package io.rollcall.index;

import org.jspecify.annotations.NullMarked;
