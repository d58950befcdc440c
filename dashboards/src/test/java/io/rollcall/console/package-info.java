/** What of the console can be shown without Elasticsearch; the rest is shown in the module cli, where the embedded one is. */
@NullMarked
package io.rollcall.console;

import org.jspecify.annotations.NullMarked;
