/**
 * The entry classes of the jobs and how their graphs are put together; one package below for each part.
 *
 * <p>In comes the configuration, out goes a job graph on a given environment. Nothing here decides a rule.
 */
@NullMarked
package io.rollcall.jobs;

import org.jspecify.annotations.NullMarked;
