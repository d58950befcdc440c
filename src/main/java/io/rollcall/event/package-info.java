/**
 * What happened in a community: the event as a value, and its JSON form.
 *
 * <p>In comes text from files and topics, out go {@link io.rollcall.event.Event}s or the reason why there is none.
 * Nothing here knows programs, members or state.
 */
@NullMarked
package io.rollcall.event;

import org.jspecify.annotations.NullMarked;
