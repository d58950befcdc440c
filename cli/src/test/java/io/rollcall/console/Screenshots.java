package io.rollcall.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;

/** Takes pictures of a running console: give it the page's address with its fragment, a file, a scheme and a size. */
final class Screenshots {

    private Screenshots() {}

    public static void main(String[] args) {
        try (Chromium chromium = Chromium.start()) {
            for (int i = 0; i + 4 < args.length; i += 5) {
                take(chromium, args[i], args[i + 1], args[i + 2], args[i + 3], args[i + 4]);
            }
        }
    }

    private static void take(Chromium chromium, String address, String file, String scheme, String size, String all) {
        String[] sides = size.split("x", 2);
        try (BrowserContext context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setColorScheme(ColorScheme.valueOf(scheme))
                        .setLocale("en-GB")
                        .setDeviceScaleFactor(Integer.parseInt(sides[0]) < 600 ? 2 : 1.5)
                        .setViewportSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[1])))) {
            Page page = context.newPage();
            page.onConsoleMessage(message -> System.out.println("console: " + message.text()));
            page.onPageError(error -> System.out.println("page error: " + error));
            page.navigate(address);
            page.waitForTimeout(2_500);
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(file)).setFullPage(all.equals("full")));
        }
    }
}
