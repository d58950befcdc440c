package io.rollcall.jobs.journey;

import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/** The text by which a member is known everywhere: {@code community/member}. Communities have no slash. */
final class MemberKey {
    private static final int SPREAD = 0x9E3779B9;

    private MemberKey() {}

    static String of(String community, String member) {
        return community + '/' + member;
    }

    static String community(String key) {
        return key.substring(0, key.indexOf('/'));
    }

    /** Whether a subtask is the one that has the member of a key. */
    static boolean isOf(TaskInfo subtask, String key) {
        return subtask.getIndexOfThisSubtask()
                == KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        key, subtask.getMaxNumberOfParallelSubtasks(), subtask.getNumberOfParallelSubtasks());
    }

    /** A hash of a key, all bits of which are of use. */
    static int hash(String key) {
        return spread(key.hashCode());
    }

    /** The hash, so that all of its bits are of use. */
    static int spread(int hash) {
        return hash * SPREAD;
    }

    static String member(String key) {
        return key.substring(key.indexOf('/') + 1);
    }
}
