package io.tributary.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Debian's chromium with one window, which notes whatever should not happen: errors, violations of
/// the content security policy, requests to another host.
public final class BrowserWindow implements AutoCloseable {
  private final Playwright playwright;
  private final Browser browser;
  private final BrowserContext context;
  private final Page page;
  private final URI agent;
  private final List<String> complaints = new ArrayList<>();

  /// A window that looks at `agent`.
  public BrowserWindow(URI agent, ColorScheme scheme) {
    String chromium = ChildProcess.program("chromium");
    this.agent = agent;
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(chromium))
                    .setHeadless(true)
                    .setArgs(List.of("--no-sandbox", "--disable-background-networking")));
    context =
        browser.newContext(
            new Browser.NewContextOptions().setViewportSize(1440, 900).setColorScheme(scheme));
    page = context.newPage();
    page.setDefaultTimeout(30_000);
    page.onPageError(error -> complaints.add("error: " + error));
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") && !isExpected(message.text())) {
        complaints.add("console: " + message.text());
      }
    });
    page.onRequest(request -> {
      URI asked = URI.create(request.url());
      if (!agent.getAuthority().equals(asked.getAuthority())) {
        complaints.add("request: " + request.url());
      }
    });
    page.onDialog(dialog -> {
      complaints.add("dialog: " + dialog.message());
      dialog.dismiss();
    });
  }

  /// What another dialect does not have is answered with 404, and the browser says so. And it ends
  /// its connections where the machine gets another network, as other tests make some.
  private static boolean isExpected(String message) {
    return message.contains("404") || message.contains("net::ERR_NETWORK_CHANGED");
  }

  public Page open(String path) {
    page.navigate(agent.resolve(path).toString());
    page.waitForSelector("main h1");
    return page;
  }

  Page page() {
    return page;
  }

  /// What should not have happened, since the window was opened.
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() {
    context.close();
    browser.close();
    playwright.close();
  }
}
