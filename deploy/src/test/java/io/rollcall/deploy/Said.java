package io.rollcall.deploy;

import io.rollcall.wire.MemberSnapshot;
import io.rollcall.wire.OutcomeHeader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;

/** Everything that was said: each outcome as often as it was, and of each member the last. */
final class Said {
    private final Map<String, List<SpecificRecordBase>> outcomes = new HashMap<>();
    private final Map<String, MemberSnapshot> members = new HashMap<>();
    private long last;

    void add(SpecificRecordBase record) {
        if (record instanceof MemberSnapshot member) {
            members.put(member.getCommunity() + "/" + member.getMember(), withoutWhatTimeTells(member));
        } else if (record.get("header") instanceof OutcomeHeader header) {
            outcomes.computeIfAbsent(header.getId(), id -> new ArrayList<>()).add(record);
        } else {
            throw new IllegalArgumentException("neither an outcome nor a member: " + record);
        }
    }

    /** An outcome came at that time, in milliseconds since the epoch. */
    void cameAt(long timestamp) {
        last = Math.max(last, timestamp);
    }

    long last() {
        return last;
    }

    Map<String, List<SpecificRecordBase>> outcomes() {
        return outcomes;
    }

    /** The first of each id. */
    Map<String, SpecificRecordBase> distinct() {
        Map<String, SpecificRecordBase> distinct = new HashMap<>();
        outcomes.forEach((id, records) -> distinct.put(id, records.get(0)));
        return distinct;
    }

    Map<String, MemberSnapshot> members() {
        return members;
    }

    /** How many outcomes a community has by its program, or by the one that is on trial there. */
    long of(String community, boolean onTrial) {
        return outcomes.values().stream()
                .map(records -> records.get(0).get("header"))
                .filter(header -> header instanceof OutcomeHeader own
                        && own.getShadow() == onTrial
                        && own.getCommunity().equals(community))
                .count();
    }

    int count() {
        return outcomes.values().stream().mapToInt(List::size).sum();
    }

    /**
     * A job says how a member is when something happened, a replay how all are at the end: "idle for 3 days" is one day's and
     * "idle for 5 days" another's. So what is counted by the day is left out, and with it what is missing for the next tier.
     */
    private static MemberSnapshot withoutWhatTimeTells(MemberSnapshot member) {
        member.setMetrics(Map.of());
        member.setNext(List.of());
        // Avro's own lists cannot be compared when their records hold instants
        member.setOpenAlerts(List.copyOf(member.getOpenAlerts()));
        return member;
    }
}
