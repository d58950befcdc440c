package io.rollcall;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.TestAbortedException;

/**
 * Shows what the servers in this process complained about since its class began, first and last, when a test fails: of a
 * machine of continuous integration the test's output is all that remains. JUnit finds it by itself.
 */
public final class ServersSaid implements BeforeAllCallback, TestWatcher, LifecycleMethodExecutionExceptionHandler {
    /** As in {@code log4j2-test.xml}. */
    private static final Path LOG = Path.of("target/test-" + System.getProperty("rollcall.fork", "unit") + ".log");

    private static final int FIRST = 20;
    private static final int LAST = 40;
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(ServersSaid.class);

    /** Where the log of this class begins: a process runs several, one after the other. */
    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        context.getStore(NAMESPACE).put(LOG, Files.exists(LOG) ? Files.size(LOG) : 0L);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        tell(context);
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable cause) throws Throwable {
        if (!(cause instanceof TestAbortedException)) {
            tell(context);
        }
        throw cause;
    }

    private static void tell(ExtensionContext context) {
        if (!Files.exists(LOG)) {
            return;
        }
        try {
            List<String> complaints = saidSince(context.getStore(NAMESPACE).getOrDefault(LOG, Long.class, 0L))
                    .lines()
                    .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                    .toList();
            System.err.printf("%s failed. %s has %,d complaints:%n", context.getDisplayName(), LOG, complaints.size());
            for (int i = 0; i < complaints.size(); i++) {
                if (i < FIRST || i >= complaints.size() - LAST) {
                    System.err.println(complaints.get(i));
                }
            }
        } catch (IOException e) {
            System.err.println("What the servers said cannot be read: " + e);
        }
    }

    private static String saidSince(long begin) throws IOException {
        try (InputStream log = Files.newInputStream(LOG)) {
            log.skipNBytes(begin);
            return new String(log.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
