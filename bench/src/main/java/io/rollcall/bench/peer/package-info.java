/**
 * What runs in the process of a peer: a way of keeping members, the same events in, the same measurement around it.
 *
 * <p>A peer is told what to do by a {@link io.rollcall.bench.peer.PeerSetup} and answers with a {@link
 * io.rollcall.bench.peer.PeerReport}.
 */
@NullMarked
package io.rollcall.bench.peer;

import org.jspecify.annotations.NullMarked;
