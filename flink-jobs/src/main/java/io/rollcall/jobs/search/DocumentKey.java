package io.rollcall.jobs.search;

/** Where a document lives. */
record DocumentKey(String index, String id) {}
