package io.rollcall.cli.demo;

/** Where a demo's events come from, and when it is over. */
interface Run {

    /** What it is, in half a line. */
    String title();

    /**
     * Feeds the events and stays until it is over.
     *
     * @param addresses tells the person where the page is; called once, when there is something to see
     */
    void feed(Parts parts, Runnable addresses);
}
