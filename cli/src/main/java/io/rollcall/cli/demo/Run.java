package io.rollcall.cli.demo;

import java.util.List;

/** Where a demo's events come from, and when it is over. */
interface Run {

    /** What it is, in half a line. */
    String title();

    /** What a person should know before it begins, line by line. */
    List<String> notes();

    /**
     * Feeds the events and stays until it is over.
     *
     * @param addresses tells the person where the page is; called once, when there is something to see
     */
    void feed(Parts parts, Runnable addresses);
}
