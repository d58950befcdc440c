package io.rollcall.jobs.journey;

import java.util.function.BooleanSupplier;
import org.apache.flink.streaming.runtime.tasks.StreamTask;
import org.apache.flink.streaming.runtime.tasks.mailbox.MailboxExecutorImpl;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;

/**
 * Whether a task has nothing to do at this very moment, no input and no mail: Flink's own times of idleness are in whole milliseconds, of
 * which most idle moments of a busy task have none.
 */
final class IdleMoment {
    private IdleMoment() {}

    /** That of a task, to be asked by its own thread. */
    static BooleanSupplier of(StreamTask<?, ?> task) {
        // there is no public way to ask
        MailboxExecutorImpl mailbox =
                (MailboxExecutorImpl) task.getMailboxExecutorFactory().createExecutor(TaskMailbox.MIN_PRIORITY);
        return mailbox::isIdle;
    }
}
