package io.rollcall.cli.demo;

/** Somebody asked for an end while something went on. */
final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
        super("stopped");
    }
}
