/**
 * The one typed configuration of every job: a properties file, then {@code --key value}.
 *
 * <p>In comes text, out go values that are right as a whole, or every error in it. An option is declared once, in
 * {@link io.rollcall.jobs.config.JobOptions}. Nothing here knows what a job does with its options.
 */
@NullMarked
package io.rollcall.jobs.config;

import org.jspecify.annotations.NullMarked;
