package io.rollcall.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServer;

/** The ZooKeeper that Flink has inside, as a server in a process of its own. */
final class ZooKeeperProcess implements AutoCloseable {
    private static final String LISTENS = "ZooKeeper listens on port ";
    /** Milliseconds; a session lasts at least two of them. */
    private static final int TICK = 500;

    private static final int MOST_CLIENTS = 100;

    private final JavaProcess process;
    private final int port;

    private ZooKeeperProcess(JavaProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Of this class path, in the process of its own. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path data = Path.of(arguments[0]);
        ZooKeeperServer server = new ZooKeeperServer(
                data.resolve("snapshots").toFile(), data.resolve("log").toFile(), TICK);
        NIOServerCnxnFactory sockets = new NIOServerCnxnFactory();
        sockets.configure(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), MOST_CLIENTS);
        sockets.startup(server);
        System.out.println(LISTENS + sockets.getLocalPort() + ".");
        Thread.currentThread().join();
    }

    /** Starts one and waits until it answers. */
    static ZooKeeperProcess start(Path directory, Path data) throws IOException {
        JavaProcess process = JavaProcess.start(
                directory,
                "zookeeper",
                Map.of(),
                List.of(
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ZooKeeperProcess.class.getName(),
                        data.toString()));
        return new ZooKeeperProcess(
                process, Integer.parseInt(process.awaitOutput(Pattern.compile(LISTENS + "(\\d+)\\."))));
    }

    String quorum() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.close();
    }
}
