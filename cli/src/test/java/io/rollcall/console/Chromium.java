package io.rollcall.console;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The Chromium that is installed on this machine, without a window and without any traffic of its own. */
final class Chromium implements AutoCloseable {

    /** The one without any window at all takes a fifth less of the processors. */
    private static final List<Path> INSTALLED =
            List.of(Path.of("/usr/bin/chromium-headless-shell"), Path.of("/usr/bin/chromium"));

    private static final Path EXECUTABLE = executable();
    private static final List<String> QUIET = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private static final double PATIENCE_MILLIS = 30_000;

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    private static Path executable() {
        String named = System.getenv("CHROMIUM");
        return named != null && !named.isEmpty()
                ? Path.of(named)
                : INSTALLED.stream()
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElseGet(() -> INSTALLED.get(INSTALLED.size() - 1));
    }

    /** Starts it. Where it is not installed a test is skipped, and says so; in CI, where it has to be, the test fails. */
    static Chromium start() {
        if (!Files.isExecutable(EXECUTABLE)) {
            String message = "NOT TESTED: the console's page needs Chromium, and there is none at " + EXECUTABLE
                    + ". Install it (apt-get install chromium-headless-shell, or chromium), or name it in the environment variable CHROMIUM.";
            System.err.println(message);
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            abort(message);
        }
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(EXECUTABLE)
                        .setArgs(QUIET));
        // what comes late on a busy machine is no fault
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        return new Chromium(playwright, browser);
    }

    Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
