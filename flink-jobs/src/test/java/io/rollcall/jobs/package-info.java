/** Tests of how the jobs are put together. */
@org.jspecify.annotations.NullMarked
package io.rollcall.jobs;
