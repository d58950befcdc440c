package io.rollcall.decide;

/**
 * What an event of one type touches, so that nothing else has to be looked at.
 *
 * @param actorMetrics the metrics that it feeds of its actor
 * @param recipientMetrics the metrics that it feeds of its recipient
 * @param earns the points rules on it
 * @param redeems whether it spends points
 * @param isActivity whether the lifecycle counts it as activity
 * @param anchors the absence alerts that count from it
 * @param answers the absence alerts that it answers
 */
record EventPlan(
        int[] actorMetrics,
        int[] recipientMetrics,
        int[] earns,
        boolean redeems,
        boolean isActivity,
        int[] anchors,
        int[] answers) {}
