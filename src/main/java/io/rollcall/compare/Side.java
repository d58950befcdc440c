package io.rollcall.compare;

import io.rollcall.compare.Rule.Kind;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Outcome.Alert;
import io.rollcall.outcome.Outcome.Direction;
import io.rollcall.outcome.Snapshot;
import io.rollcall.program.Program;
import io.rollcall.wording.Grounds;
import io.rollcall.wording.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one of the two programs makes of a history: takes its outcomes in order, then every member's snapshot. */
public final class Side {
    static final String WON = "won";
    static final String IN = "in";
    static final String OPEN = "open";

    private static final long PRIME = 1_000_003;

    private final Program program;
    private final Catalogue catalogue;
    private final Map<String, Integer> entryNumbers;
    private final Map<String, Standing> standings = new HashMap<>();
    private final Map<List<String>, String[]> evidenceNames = new HashMap<>();
    private final Map<String, Long> posted = new TreeMap<>();
    private final Grounds grounds;
    private final boolean isMoreThanNumbersAsked;
    /** Many members have the same grounds: each is kept once. */
    private final Map<List<String>, List<String>> knownGrounds = new HashMap<>();

    private long refused;

    Side(Program program, Catalogue catalogue, Map<String, Integer> entryNumbers) {
        this.program = program;
        this.catalogue = catalogue;
        this.entryNumbers = entryNumbers;
        this.grounds = new Grounds(program);
        this.isMoreThanNumbersAsked = grounds.isAsked();
    }

    Program program() {
        return program;
    }

    Map<String, Standing> standings() {
        return standings;
    }

    /** Points posted, by entry. */
    Map<String, Long> posted() {
        return posted;
    }

    long refused() {
        return refused;
    }

    /** What it was told so far does not count. */
    public void forget() {
        standings.clear();
        posted.clear();
        refused = 0;
    }

    /** The next outcome; those of one member come in order. */
    public void outcome(Outcome outcome) {
        Standing standing = standing(outcome.header().member());
        int what = take(outcome, standing);
        if (standing.told != null) {
            standing.told.add(outcome);
        }
        int when = Long.hashCode(outcome.header().at());
        if (outcome instanceof Outcome.AlertRaised || outcome instanceof Outcome.AlertResolved) {
            standing.alerts = (standing.alerts * PRIME + what) * PRIME + when;
        } else {
            standing.way = (standing.way * PRIME + what) * PRIME + when;
        }
        standing.texts = standing.texts * PRIME + texts(outcome);
    }

    /** A member at the end. */
    public void member(Snapshot snapshot) {
        Standing standing = standing(snapshot.member());
        standing.joined = snapshot.joinedAt() != null;
        standing.leftAt = snapshot.leftAt() == null ? Place.NEVER : snapshot.leftAt();
        standing.points = snapshot.points();
        standing.pointsEarned = snapshot.pointsEarned();
        standing.tenure = snapshot.joinedAt() == null
                ? 0
                : Math.max(
                        0,
                        program.dates().dateOf(snapshot.at()) - program.dates().dateOf(snapshot.joinedAt()));
        standing.numbers = snapshot.metrics().values().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        snapshot.quests().forEach((quest, state) -> {
            Place place = standing.place(catalogue.number(new Rule(Kind.QUEST, quest, null)));
            // one that runs or was dropped has given no outcome of its own
            place.state = state;
        });
        for (Alert alert : snapshot.openAlerts()) {
            standing.place(number(alert)).state = OPEN;
        }
    }

    private Standing standing(String member) {
        return standings.computeIfAbsent(member, any -> {
            Standing standing = new Standing(catalogue.size());
            standing.told = isMoreThanNumbersAsked ? grounds.nothing() : null;
            return standing;
        });
    }

    /** Notes an outcome and returns a hash of what it says, texts aside. */
    private int take(Outcome outcome, Standing standing) {
        if (outcome instanceof Outcome.TierChanged tier) {
            Place place = change(standing, new Rule(Kind.LADDER, tier.ladder(), null), aboveLowest(tier), outcome);
            place.down = tier.direction() == Direction.DOWN;
            place.times += place.down ? 0 : 1;
            return Objects.hash(1, tier.ladder(), tier.from(), tier.to());
        } else if (outcome instanceof Outcome.BadgeAwarded badge) {
            change(standing, new Rule(Kind.BADGE, badge.badge(), badge.level()), WON, outcome).times++;
            return Objects.hash(2, badge.badge(), badge.level(), badge.times());
        } else if (outcome instanceof Outcome.PointsPosted posting) {
            change(standing, Rule.POINTS, null, outcome);
            standing.post(entryNumbers.computeIfAbsent(posting.entry(), any -> entryNumbers.size()), posting.points());
            posted.merge(posting.entry(), posting.points(), Math::addExact);
            return Objects.hash(3, posting.entry(), posting.points(), posting.balance());
        } else if (outcome instanceof Outcome.RedemptionRefused refusal) {
            refused++;
            return Objects.hash(4, refusal.cost(), refusal.balance());
        } else if (outcome instanceof Outcome.QuestCompleted quest) {
            change(standing, new Rule(Kind.QUEST, quest.quest(), null), "completed", outcome);
            return Objects.hash(5, quest.quest(), quest.points());
        } else if (outcome instanceof Outcome.QuestExpired quest) {
            change(standing, new Rule(Kind.QUEST, quest.quest(), null), "expired", outcome).missing = quest.missing();
            return Objects.hash(6, quest.quest(), quest.missing());
        } else if (outcome instanceof Outcome.StageChanged stage) {
            change(standing, Rule.STAGE, stage.to(), outcome);
            return Objects.hash(7, stage.from(), stage.to(), stage.returned());
        } else if (outcome instanceof Outcome.SegmentEntered segment) {
            change(standing, new Rule(Kind.SEGMENT, segment.segment(), null), IN, outcome);
            return Objects.hash(8, segment.segment());
        } else if (outcome instanceof Outcome.SegmentLeft segment) {
            change(standing, new Rule(Kind.SEGMENT, segment.segment(), null), null, outcome);
            return Objects.hash(9, segment.segment());
        } else if (outcome instanceof Outcome.RfmChanged rfm) {
            change(standing, Rule.RFM, rfm.to(), outcome);
            return Objects.hash(10, rfm.from(), rfm.to());
        } else if (outcome instanceof Outcome.AlertRaised raised) {
            change(standing, rule(raised.alert()), null, outcome).times++;
            return 31 * 11 + hash(raised.alert());
        }
        Outcome.AlertResolved resolved = (Outcome.AlertResolved) outcome;
        return Objects.hash(12, hash(resolved.alert()), resolved.reason());
    }

    /** Of what the alert says: its id also says whether the program is on trial. */
    private static int hash(Alert alert) {
        return Objects.hash(
                alert.name(), alert.ladder(), alert.severity(), alert.raisedAt(), alert.anchor(), alert.deadline());
    }

    private static int texts(Outcome outcome) {
        if (outcome instanceof Outcome.TierChanged tier) {
            return tier.perks().hashCode();
        } else if (outcome instanceof Outcome.BadgeAwarded badge) {
            return badge.title().hashCode();
        } else if (outcome instanceof Outcome.AlertRaised raised) {
            return Objects.hashCode(raised.alert().playbook());
        }
        return outcome instanceof Outcome.AlertResolved resolved
                ? Objects.hashCode(resolved.alert().playbook())
                : 0;
    }

    private Place change(Standing standing, Rule rule, @Nullable String state, Outcome outcome) {
        Place place = standing.place(catalogue.number(rule));
        Map<String, Double> numbers = outcome.header().evidence();
        String[] names = evidenceNames.computeIfAbsent(
                new ArrayList<>(numbers.keySet()), unseen -> unseen.toArray(String[]::new));
        place.change(state, outcome.header().at(), names, numbers);
        place.grounds = standing.told == null ? List.of() : grounds(outcome, standing.told);
        return place;
    }

    private List<String> grounds(Outcome outcome, Told told) {
        List<String> rests = grounds.of(outcome, told);
        return rests.isEmpty() ? rests : knownGrounds.computeIfAbsent(rests, unseen -> unseen);
    }

    private @Nullable String aboveLowest(Outcome.TierChanged tier) {
        return Ladders.lowest(program, tier.ladder()).equals(tier.to()) ? null : tier.to();
    }

    private int number(Alert alert) {
        return catalogue.number(rule(alert));
    }

    private static Rule rule(Alert alert) {
        return new Rule(Kind.ALERT, alert.name(), alert.ladder());
    }
}
