package io.rollcall.replay;

import java.util.Map;

/**
 * What came out of a replay, counted. Names are in the order of the program, kinds of outcomes in that of an evaluation.
 *
 * @param members how many members there are
 * @param outsiders how many of them have not joined: others have acted upon them
 * @param left how many of them have left: on tiers and in segments they count where they stood then
 * @param tiers by ladder and tier, how many are on it at the end
 * @param stages by stage, how many are in it at the end
 * @param segments by segment, how many are in it at the end
 * @param quests by quest and state, how many are in it at the end
 * @param rfmClasses by class, how many are in it at the end
 * @param badges by badge, and level where it has some, how often it was won
 * @param badgeHolders by the same, how many have won it
 * @param alertsRaised by alert, how often it was raised
 * @param alertsResolved by alert and reason, how often it was resolved
 * @param alertsOpen by alert, how many are open at the end
 * @param outcomes by kind, how many there are
 */
public record Totals(
        long members,
        long outsiders,
        long left,
        Map<String, Map<String, Long>> tiers,
        Map<String, Long> stages,
        Map<String, Long> segments,
        Map<String, Map<String, Long>> quests,
        Map<String, Long> rfmClasses,
        Map<String, Long> badges,
        Map<String, Long> badgeHolders,
        Map<String, Long> alertsRaised,
        Map<String, Map<String, Long>> alertsResolved,
        Map<String, Long> alertsOpen,
        Map<String, Long> outcomes) {}
