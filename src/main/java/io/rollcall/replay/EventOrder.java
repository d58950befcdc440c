package io.rollcall.replay;

import io.rollcall.event.CodePointOrder;
import io.rollcall.event.Event;
import java.util.Comparator;

/** The order in which a history's events are taken: by instant, then by id (SEMANTICS section 2). */
final class EventOrder implements Comparator<Event> {
    static final EventOrder INSTANCE = new EventOrder();

    private EventOrder() {}

    @Override
    public int compare(Event a, Event b) {
        return a.at() != b.at() ? Long.compare(a.at(), b.at()) : CodePointOrder.compare(a.id(), b.id());
    }
}
