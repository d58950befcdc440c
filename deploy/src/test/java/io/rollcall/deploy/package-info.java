/** The job jar on a cluster of separate processes, under the example configuration. */
@org.jspecify.annotations.NullMarked
package io.rollcall.deploy;
