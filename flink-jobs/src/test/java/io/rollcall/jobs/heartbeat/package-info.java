@org.jspecify.annotations.NullMarked
package io.rollcall.jobs.heartbeat;
