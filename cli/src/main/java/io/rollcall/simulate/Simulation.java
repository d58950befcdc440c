package io.rollcall.simulate;

import io.rollcall.event.Event;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The endless life of a simulated community: its events in the order of time, each with an id of its own.
 *
 * <p>Nothing is made before it is asked for. What is kept is a small object for every member, eight bytes for every visit
 * of the day at hand, and the visits that go on at this moment. Not safe for use by several threads.
 */
public final class Simulation implements Iterator<Event> {
    private static final int TIME_OF_DAY_SHIFT = 32;

    private final Community community;
    private final LocalDate firstDay;
    private final Population population;
    private final Acts acts;
    private final PriorityQueue<Visit> visits =
            new PriorityQueue<>(Comparator.comparingLong(Visit::due).thenComparingInt(visit -> visit.person.number));

    /** The numbers of those who may ever come again; the first {@code aroundSize} entries count. */
    private int[] around = new int[16];

    private int aroundSize;

    /** The day at hand: when each visit begins (milliseconds of the day, upper half) and whose it is (lower half). */
    private long[] plan = new long[16];

    private int planSize;
    private int planned;
    private int day = -1;
    private long midnight;
    private long nextMidnight;

    /** A community at its very first instant. */
    public Simulation(Community community) {
        this.community = community;
        this.firstDay = LocalDate.ofInstant(community.start(), community.zone());
        this.population = new Population(community);
        this.acts = new Acts(community, population);
        planNextDay();
    }

    /** Always: the life of a community has no end. */
    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Event next() {
        while (true) {
            Event event = step();
            if (event != null) {
                return event;
            }
        }
    }

    private @Nullable Event step() {
        Visit visit = visits.peek();
        long next = planned < planSize ? midnight + (plan[planned] >>> TIME_OF_DAY_SHIFT) : nextMidnight;
        if (visit != null && visit.due() < next) {
            visits.remove();
            Event event = acts.perform(visit, day);
            if (!visit.over()) {
                visits.add(visit);
            }
            return event;
        }
        if (planned < planSize) {
            begin(population.person((int) plan[planned]), next);
            planned++;
        } else {
            planNextDay();
        }
        return null;
    }

    private void begin(Person person, long now) {
        boolean comesBack = person.left && day - person.joinDay >= person.comeback;
        if (person.left && !comesBack) {
            return;
        }
        boolean joins = comesBack || person.readUntil == Long.MIN_VALUE;
        person.left = false;
        visits.add(Visit.begin(person, day, now, joins, new Dice(community.seed(), person.number, now)));
    }

    private void planNextDay() {
        day++;
        LocalDate date = firstDay.plusDays(day);
        DayOfWeek weekday = date.getDayOfWeek();
        midnight = millis(date.atStartOfDay(community.zone()).toInstant());
        nextMidnight = millis(date.plusDays(1).atStartOfDay(community.zone()).toInstant());
        planned = 0;
        planSize = 0;
        planVisits(weekday);
        planJoiners(weekday);
        Arrays.sort(plan, 0, planSize);
    }

    private void planVisits(DayOfWeek weekday) {
        int staying = 0;
        for (int i = 0; i < aroundSize; i++) {
            Person person = population.person(around[i]);
            int age = day - person.joinDay;
            if (person.gone(age)) {
                continue;
            }
            around[staying++] = person.number;
            Dice dice = new Dice(community.seed(), person.number, day);
            double presence = person.presence(age);
            if (!dice.chance(presence == 1 ? 1 : presence * Rhythm.weight(weekday))) {
                continue;
            }
            int times = 1 + Math.min(3, dice.count(person.archetype.habits.visits() - 1));
            for (int time = 0; time < times; time++) {
                long timeOfDay = timeOfDay(weekday, dice);
                if (midnight + timeOfDay >= millis(community.start())) {
                    add(timeOfDay, person);
                }
            }
        }
        aroundSize = staying;
    }

    private void planJoiners(DayOfWeek weekday) {
        long opening = Math.max(0, millis(community.start()) - midnight);
        int joiners = population.joiners(day, Rhythm.weight(weekday));
        for (int i = 0; i < joiners; i++) {
            Person person = population.welcome(day);
            long timeOfDay = timeOfDay(weekday, new Dice(community.seed(), person.number, day));
            if (timeOfDay < opening) {
                timeOfDay = opening + timeOfDay % (nextMidnight - midnight - opening);
            }
            add(timeOfDay, person);
            if (aroundSize == around.length) {
                around = Arrays.copyOf(around, aroundSize * 2);
            }
            around[aroundSize++] = person.number;
        }
    }

    /** A day is an hour shorter where the clock is put forward. */
    private long timeOfDay(DayOfWeek weekday, Dice dice) {
        return Math.min(Rhythm.timeOfDay(weekday, dice), nextMidnight - midnight - 1);
    }

    private void add(long timeOfDay, Person person) {
        if (planSize == plan.length) {
            plan = Arrays.copyOf(plan, planSize * 2);
        }
        plan[planSize++] = timeOfDay << TIME_OF_DAY_SHIFT | person.number;
    }

    private static long millis(Instant instant) {
        return instant.toEpochMilli();
    }
}
