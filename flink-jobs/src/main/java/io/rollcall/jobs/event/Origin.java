package io.rollcall.jobs.event;

/** Where in the events topic a record is. */
public record Origin(int partition, long offset) {}
