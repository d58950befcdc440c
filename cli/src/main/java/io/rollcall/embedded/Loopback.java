package io.rollcall.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;

/** The one address that servers here listen on. */
final class Loopback {
    static final String HOST = "127.0.0.1";

    private Loopback() {}

    /**
     * A bound server socket.
     *
     * @param server who wants it, for the message
     * @param port the port, or 0 for one that the system chooses
     * @throws EmbeddedException if the port is in use or may not be bound
     */
    static ServerSocketChannel listen(String server, int port) {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                channel.bind(new InetSocketAddress(address(), port));
                return channel;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (BindException e) {
            throw new EmbeddedException(
                    server + " cannot start",
                    "port " + port + " on " + HOST + " is in use (" + e.getMessage() + ")",
                    "Stop what listens there (ss -ltnp 'sport = :" + port + "' names it) or choose another port.",
                    e);
        } catch (IOException | IllegalArgumentException e) {
            throw new EmbeddedException(
                    server + " cannot start",
                    "port " + port + " on " + HOST + " cannot be bound (" + e.getMessage() + ")",
                    "Choose another port, between 1024 and 65535.",
                    e);
        }
    }

    /** Fails as {@link #listen} does if the port cannot be bound now. */
    static void requireFree(String server, int port) {
        if (port == 0) {
            return;
        }
        try {
            listen(server, port).close();
        } catch (IOException e) {
            throw new EmbeddedException(server + " cannot start", String.valueOf(e.getMessage()), "Try again.", e);
        }
    }

    /** The port a channel is bound to. */
    static int portOf(ServerSocketChannel channel) {
        return channel.socket().getLocalPort();
    }

    private static InetAddress address() throws UnknownHostException {
        return InetAddress.getByAddress(HOST, new byte[] {127, 0, 0, 1});
    }
}
