package io.rollcall.bench.peer;

import io.rollcall.bench.community.Population;
import io.rollcall.event.Event;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.event.Reached;
import io.rollcall.jobs.out.TopicRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * A member as most jobs keep one: six values (joined, last active, points, posts, tier, deadline) and a map of active days,
 * each a state of its own. For each delivery it looks at all of them, goes through the days of the last month to see how
 * many there are, and sets the deadline anew: the old timer is deleted, the new one registered. It does less than the
 * example program asks for: no badges, quests, segments, alerts, duplicates, snapshots; of fifty deliveries one has an
 * outcome. Types are Flink's own basic ones.
 */
final class NaivePeer implements FlinkPeer {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long ABSENCE = Duration.ofDays(14).toMillis();
    private static final int WINDOW_DAYS = 30;
    private static final int REGULAR_DAYS = 12;
    private static final int MEMBER_DAYS = 3;
    private static final long COMMENT_POINTS = 2;

    /** A member has so many active days to begin with that they and the size of its state in Rollcall go together. */
    private static final int BYTES_A_DAY = 20;

    @Override
    public void addJob(StreamExecutionEnvironment environment, JobConfiguration configuration) {
        SharedEnds.addJob(
                environment, configuration, new Members(configuration.topics().points()));
    }

    @Override
    public void addSeeding(KeyedStream<Long, String> numbers, Path population) {
        numbers.process(new Seeding(population.toString()))
                .returns(Types.LONG)
                .name(MEMBER)
                .uid(MEMBER);
    }

    /** The seven states. */
    private record States(
            ValueState<Long> joinedAt,
            ValueState<Long> lastActiveAt,
            ValueState<Long> points,
            ValueState<Long> posts,
            ValueState<String> tier,
            ValueState<Long> deadline,
            MapState<Integer, Long> days) {

        static States of(RuntimeContext context) {
            return new States(
                    context.getState(new ValueStateDescriptor<>("joined-at", Types.LONG)),
                    context.getState(new ValueStateDescriptor<>("last-active-at", Types.LONG)),
                    context.getState(new ValueStateDescriptor<>("points", Types.LONG)),
                    context.getState(new ValueStateDescriptor<>("posts", Types.LONG)),
                    context.getState(new ValueStateDescriptor<>("tier", Types.STRING)),
                    context.getState(new ValueStateDescriptor<>("deadline", Types.LONG)),
                    context.getMapState(new MapStateDescriptor<>("days", Types.INT, Types.LONG)));
        }
    }

    private static long orNone(@Nullable Long number) {
        return number == null ? 0 : number;
    }

    private static final class Members extends KeyedProcessFunction<String, Reached, TopicRecord> {
        private static final long serialVersionUID = 1;

        private final String topic;
        private transient States states;
        private transient long deliveries;

        @SuppressWarnings("NullAway.Init") // what is transient is set when the operator starts
        Members(String topic) {
            this.topic = topic;
        }

        @Override
        public void open(OpenContext context) {
            states = States.of(getRuntimeContext());
        }

        @Override
        public void processElement(Reached reached, Context context, Collector<TopicRecord> out) throws Exception {
            Event event = reached.event();
            if (states.joinedAt.value() == null) {
                states.joinedAt.update(event.at());
            }
            if (event.at() > orNone(states.lastActiveAt.value())) {
                states.lastActiveAt.update(event.at());
            }
            long points = orNone(states.points.value());
            if (event.type().equals("comment")) {
                states.points.update(points + COMMENT_POINTS);
            }
            long posts = orNone(states.posts.value());
            if (event.type().equals("post")) {
                states.posts.update(posts + 1);
            }
            int active = countDay((int) (event.at() / DAY));
            String tier = active >= REGULAR_DAYS ? "regular" : active >= MEMBER_DAYS ? "member" : "visitor";
            if (!tier.equals(states.tier.value())) {
                states.tier.update(tier);
            }
            Long deadline = states.deadline.value();
            if (deadline != null) {
                context.timerService().deleteEventTimeTimer(deadline);
            }
            context.timerService().registerEventTimeTimer(event.at() + ABSENCE);
            states.deadline.update(event.at() + ABSENCE);
            if (++deliveries % SharedEnds.OUTCOME_EVERY == 0) {
                out.collect(SharedEnds.outcome(topic, context.getCurrentKey(), event.id()));
            }
        }

        /** Counts an event on its day; how many active days the window has. */
        private int countDay(int today) throws Exception {
            states.days.put(today, orNone(states.days.get(today)) + 1);
            int active = 0;
            Iterator<Map.Entry<Integer, Long>> days = states.days.iterator();
            while (days.hasNext()) {
                if (days.next().getKey() <= today - WINDOW_DAYS) {
                    days.remove();
                } else {
                    active++;
                }
            }
            return active;
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<TopicRecord> out) throws Exception {
            states.deadline.clear();
            out.collect(SharedEnds.outcome(topic, context.getCurrentKey(), ""));
        }
    }

    private static final class Seeding extends KeyedProcessFunction<String, Long, Long> {
        private static final long serialVersionUID = 1;

        private final String file;
        private transient Population population;
        private transient States states;

        @SuppressWarnings("NullAway.Init") // what is transient is set when the operator starts
        Seeding(String file) {
            this.file = file;
        }

        @Override
        public void open(OpenContext context) throws Exception {
            population = Population.read(Path.of(file));
            states = States.of(getRuntimeContext());
        }

        @Override
        public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
            Population.Kept kept = population.kept(number);
            int today = (int) (kept.next() / DAY);
            int active = Math.min(WINDOW_DAYS - 1, 1 + kept.bytes().length / BYTES_A_DAY);
            for (int day = 1; day <= active; day++) {
                states.days.put(today - day, 3L);
            }
            states.joinedAt.update(kept.next() - WINDOW_DAYS * DAY);
            states.lastActiveAt.update(kept.next() - DAY);
            states.points.update(number % 1000);
            states.posts.update((long) active);
            states.tier.update("member");
            states.deadline.update(kept.next() + ABSENCE);
            context.timerService().registerEventTimeTimer(kept.next() + ABSENCE);
        }
    }
}
