package io.rollcall.jobs.program;

/** A message of the programs topic that is no program to use; the message says every reason. */
public final class RefusedProgramException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedProgramException(String message) {
        super(message);
    }
}
