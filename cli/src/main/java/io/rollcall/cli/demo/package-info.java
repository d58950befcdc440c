/**
 * What {@code rollcall demo} does: the servers, the jobs and the console put together, and events fed into them.
 *
 * <p>May enter: every part of Rollcall, to be started, fed, watched and stopped. May not: anything that those parts would
 * need outside a demo.
 */
@NullMarked
package io.rollcall.cli.demo;

import org.jspecify.annotations.NullMarked;
