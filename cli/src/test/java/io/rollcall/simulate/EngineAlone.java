package io.rollcall.simulate;

import io.rollcall.decide.Decision;
import io.rollcall.decide.Engine;
import io.rollcall.event.Event;
import io.rollcall.member.MemberState;
import io.rollcall.outcome.Outcome;
import io.rollcall.program.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What the engine alone makes of events, without any server: what everything around it has to end in. */
public final class EngineAlone {
    private final Engine engine;
    private final Map<String, MemberState> members = new HashMap<>();
    private final List<Outcome> outcomes = new ArrayList<>();

    public EngineAlone(Program program) {
        this.engine = new Engine(program);
    }

    /** The next event, in the order of time. */
    public void accept(Event event) {
        Stream.of(event.member(), event.recipient())
                .filter(Objects::nonNull)
                .distinct()
                .forEach(member -> {
                    MemberState state = members.get(member);
                    keep(member, engine.decide(state == null ? engine.newMember(member) : state, event));
                });
    }

    /** The clock of everybody, up to and including an instant. */
    public void runClock(long instant) {
        List.copyOf(members.keySet()).forEach(member -> {
            Decision decision = engine.decide(Objects.requireNonNull(members.get(member)), instant);
            keep(member, decision);
            while (decision.next() <= instant) {
                decision = engine.decide(decision.state(), instant);
                keep(member, decision);
            }
        });
    }

    private void keep(String member, Decision decision) {
        outcomes.addAll(decision.outcomes());
        members.put(member, decision.state());
    }

    /** Everything that became true. */
    public List<Outcome> outcomes() {
        return outcomes;
    }

    /** How many have joined and not left. */
    public long members() {
        return members.values().stream().filter(MemberState::isMember).count();
    }

    /** How many have joined and left. */
    public long left() {
        return members.values().stream()
                .filter(member -> member.joinedAt != MemberState.NONE && member.leftAt != MemberState.NONE)
                .count();
    }

    /** How many others have acted upon and have not joined. */
    public long notJoined() {
        return members.values().stream()
                .filter(member -> member.joinedAt == MemberState.NONE)
                .count();
    }
}
