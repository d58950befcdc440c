package io.rollcall.bench.peer;

import java.nio.file.Path;

/** The process of a Flink peer. */
public final class PeerProcess {
    private PeerProcess() {}

    /** Does what the setup in a file says, tells the report of each load and ends. */
    @SuppressWarnings("CatchAndPrintStackTrace") // into the output of the process, which is a file
    public static void main(String[] arguments) {
        int status = 1;
        try {
            PeerSetup setup = PeerSetup.read(Path.of(arguments[0]));
            try (FlinkRun run = FlinkRun.start(FlinkPeer.of(setup.peer()), setup)) {
                String seeded = run.seed();
                for (PeerSetup.Load load : setup.loads()) {
                    run.measure(load, seeded).say(load.name());
                }
            }
            status = 0;
        } catch (Exception e) {
            e.printStackTrace();
        }
        System.exit(status);
    }
}
