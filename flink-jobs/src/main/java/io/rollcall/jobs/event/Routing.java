package io.rollcall.jobs.event;

import io.rollcall.event.Event;
import io.rollcall.jobs.out.TopicRecord;
import io.rollcall.jobs.out.TopicRecordSerializer;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Sends an event to its actor and to its recipient, or to the one of them whom it is for, and what was refused to the dead letters. */
public final class Routing extends ProcessFunction<Received, Reached> {
    private static final long serialVersionUID = 1;

    /** Where the dead letters go. */
    public static final OutputTag<TopicRecord> DEAD_LETTERS =
            new OutputTag<>("dead-letters", TopicRecordSerializer.TYPE);

    @Override
    public void processElement(Received received, Context context, Collector<Reached> out) {
        if (received instanceof Received.Happened happened) {
            Event event = happened.event();
            String only = happened.onlyMember();
            if (only != null) {
                out.collect(new Reached(event, !only.equals(event.member()), happened.origin(), true));
                return;
            }
            if (event.member() != null) {
                out.collect(new Reached(event, false, happened.origin()));
            }
            if (event.reachesRecipient()) {
                out.collect(new Reached(event, true, happened.origin()));
            }
        } else if (received instanceof Received.Refused refused) {
            context.output(DEAD_LETTERS, refused.deadLetter());
        }
    }
}
