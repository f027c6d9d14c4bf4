package io.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.tributary.ui.PageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page in a real browser, served by a real agent.
class PageTest {
  private static final String MARKUP = "<img src=x onerror=alert(1)><b>bold</b>";

  /// The whole page, as it is sent: document, script, style, icon.
  private static final int MAX_TRANSFERRED_BYTES = 150_000;

  private static final List<String> PAGES =
      List.of(
          "/graph",
          "/ledger",
          "/targets",
          "/service-discovery",
          "/explain",
          "/cardinality",
          "/config",
          "/flags",
          "/status",
          "/component/prometheus.scrape.self",
          "/debug/prometheus.scrape.self",
          "/no/such/page");

  @TempDir Path directory;

  @BeforeEach
  void needsThePage() throws IOException {
    Assumptions.assumeTrue(
        PageFiles.find().isPresent(), "the page is not built: that takes npm and Node");
  }

  /// An agent that scrapes itself under labels full of markup, and a target that is down.
  private ChildProcess graph(String... more) throws Exception {
    int port = ChildProcess.freePort();
    Path config =
        Files.writeString(
            directory.resolve("config.river"),
            """
            livedebugging { enabled = true }
            discovery.relabel "self" {
              targets = [{"__address__" = "127.0.0.1:PORT", "job" = "self"}]
              rule {
                target_label = "note"
                replacement  = "MARKUP"
              }
            }
            prometheus.scrape "self" {
              targets         = discovery.relabel.self.output
              forward_to      = [prometheus.remote_write.away.receiver]
              scrape_interval = "1s"
              scrape_timeout  = "1s"
            }
            prometheus.scrape "down" {
              targets         = [{"__address__" = "127.0.0.1:1", "note" = "MARKUP"}]
              forward_to      = [prometheus.remote_write.away.receiver]
              scrape_interval = "1s"
              scrape_timeout  = "1s"
            }
            prometheus.remote_write "away" {
              endpoint {
                url = "http://127.0.0.1:1/api/v1/write"
                basic_auth {
                  username = "ops"
                  password = "canary-of-a-password"
                }
              }
            }
            """
                .replace("PORT", Integer.toString(port))
                .replace("MARKUP", MARKUP));
    return ChildProcess.tributaryGraph(directory, config, port, more);
  }

  @Test
  void showsTheGraphWithHealthAndWhatFlows() throws Exception {
    try (var agent = graph().ready("/-/ready");
        var window = new BrowserWindow(agent.url("/"), ColorScheme.LIGHT)) {
      Page page = window.open("/graph");
      page.waitForSelector("[id='node-prometheus.remote_write.away']");
      assertThat(page.locator(".node").count()).isEqualTo(4);
      assertThat(page.locator(".edge").count()).isEqualTo(3);

      // Rates arrive by the stream, every few seconds; targets are there.
      page.waitForSelector(".edge-rates text:text-is('1 target')");
      page.waitForSelector(".edge.flowing");
      assertThat(page.locator(".edge-rates text").allTextContents())
          .anyMatch(text -> text.endsWith("/s"));

      page.locator("[id='node-prometheus.scrape.self']").click();
      page.waitForSelector(".pane h2:has-text('prometheus.scrape.self')");
      page.locator(".pane a:has-text('Arguments')").click();
      page.waitForSelector("h2:has-text('Arguments')");
      assertThat(page.url()).endsWith("/component/prometheus.scrape.self");
      assertThat(window.complaints()).isEmpty();
    }
  }

  @Test
  void whatTargetsSayStaysTextOnEveryPage() throws Exception {
    try (var agent = graph().ready("/-/ready");
        var window = new BrowserWindow(agent.url("/"), ColorScheme.DARK)) {
      Page page = window.open("/targets");
      page.waitForSelector(".label .value:has-text('<img src=x onerror=alert(1)>')");
      for (String path : PAGES) {
        window.open(path);
        page.waitForFunction("() => !document.querySelector('.loading')");
        assertThat(page.locator("main img, main b:has-text('bold')").count()).as(path).isZero();
        assertThat(page.content()).as(path).doesNotContain("canary-of-a-password");
      }
      assertThat(window.complaints()).isEmpty();
    }
  }

  @Test
  void watchesWhatPassesAComponent() throws Exception {
    try (var agent = graph().ready("/-/ready");
        var window = new BrowserWindow(agent.url("/"), ColorScheme.LIGHT)) {
      Page page = window.open("/debug/prometheus.remote_write.away");
      page.waitForSelector(".tap li:has-text('<img src=x onerror=alert(1)>')");
      page.locator("button:has-text('Stop')").click();
      page.locator("button:has-text('Clear')").click();
      page.waitForSelector(".empty:has-text('stopped')");
      assertThat(window.complaints()).isEmpty();
    }
  }

  @Test
  void worksBelowAPrefix() throws Exception {
    try (var agent = graph("--server.http.ui-path-prefix=/ui/here").ready("/-/ready");
        var window = new BrowserWindow(agent.url("/"), ColorScheme.LIGHT)) {
      Page page = window.open("/ui/here/component/prometheus.scrape.down");
      page.waitForSelector("h2:has-text('Arguments')");
      page.locator("nav a:has-text('Targets')").click();
      page.waitForSelector(".reason:has-text('refused')");
      assertThat(page.url()).endsWith("/ui/here/targets");
      page.goBack();
      page.waitForSelector("h2:has-text('Arguments')");
      assertThat(window.complaints()).isEmpty();
    }
  }

  @Test
  void canBeWalkedByKeyboardAlone() throws Exception {
    try (var agent = graph().ready("/-/ready");
        var window = new BrowserWindow(agent.url("/"), ColorScheme.LIGHT)) {
      Page page = window.open("/");
      page.keyboard().press("Tab");
      assertThat(focused(page)).isEqualTo("Skip to content");
      page.keyboard().press("g");
      page.keyboard().press("t");
      page.waitForSelector(".reason:has-text('refused')");
      page.keyboard().press("/");
      page.keyboard().type("note:img instance=127.0.0.1:1");
      page.waitForFunction(
          "document.querySelectorAll('.list-row:not(.heading):not(.sticky)').length === 1");
      page.locator(".list-box").focus();
      page.keyboard().press("ArrowDown");
      page.keyboard().press("Enter");
      page.waitForSelector(".pane h2:has-text('127.0.0.1:1')");
      page.keyboard().press("Escape");
      page.waitForSelector(
          ".pane", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.DETACHED));
      page.keyboard().press("g");
      page.keyboard().press("g");
      page.waitForSelector(".node");
      page.locator(".graph-view").focus();
      page.keyboard().press("ArrowRight");
      page.keyboard().press("ArrowRight");
      page.keyboard().press("Enter");
      page.waitForSelector(".pane h2");
      assertThat(outlined(page)).as("the focus is seen").isNotEqualTo("none");
      page.keyboard().press("?");
      page.waitForSelector("dialog[open] h2");
      page.keyboard().press("Escape");
      assertThat(window.complaints()).isEmpty();
    }
  }

  private static String focused(Page page) {
    return (String) page.evaluate("document.activeElement.textContent.trim()");
  }

  private static String outlined(Page page) {
    return (String) page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
  }

  @Test
  void isLightOrDarkAsTheReaderLikes() throws Exception {
    try (var agent = graph().ready("/-/ready");
        var window = new BrowserWindow(agent.url("/"), ColorScheme.DARK)) {
      Page page = window.open("/");
      String dark = background(page);
      page.keyboard().press("t");
      String light = background(page);
      assertThat(light).isNotEqualTo(dark);
      window.open("/flags");
      assertThat(background(page)).as("it is remembered").isEqualTo(light);
      assertThat(window.complaints()).isEmpty();
    }
  }

  private static String background(Page page) {
    return (String) page.evaluate("getComputedStyle(document.body).backgroundColor");
  }

  @Test
  void showsTenThousandTargetsWithFewElements() throws Exception {
    int port = ChildProcess.freePort();
    String targets =
        IntStream.range(0, 10_000)
            .mapToObj(
                i -> "\"127.%d.%d.%d:1\"".formatted(1 + i / 62_500, i / 250 % 250, 1 + i % 250))
            .collect(Collectors.joining(",", "[{\"targets\":[", "]}]"));
    Files.writeString(directory.resolve("many.json"), targets);
    Path config =
        Files.writeString(
            directory.resolve("prometheus.yml"),
            """
            global: {scrape_interval: 10m}
            scrape_configs:
              - job_name: many
                file_sd_configs: [{files: [DIRECTORY/many.json]}]
            """
                .replace("DIRECTORY", directory.toString()));
    try (var agent = ChildProcess.tributary(directory, config, port).ready("/-/ready");
        var window = new BrowserWindow(agent.url("/"), ColorScheme.LIGHT)) {
      Eventually.holds(
          Duration.ofSeconds(60),
          () -> agent.get("/api/v0/web/summary").body().contains("\"name\":\"many\",\"up\":0,"),
          agent::output);
      Page page = window.open("/targets");
      page.waitForSelector(".list-row");
      page.waitForFunction(
          "document.querySelector('.list-row').getAttribute('aria-setsize') === '10001'");
      assertThat(page.locator(".list-row").count()).isLessThan(100);
      page.locator(".list-box").focus();
      page.keyboard().press("End");
      page.waitForSelector(".list-row[aria-posinset='10001']");
      assertThat(page.locator(".list-row").count()).isLessThan(100);
      page.keyboard().press("/");
      page.keyboard().type("instance=127.1.3.7:1");
      page.waitForFunction(
          "document.querySelector('.list-row').getAttribute('aria-setsize') === '2'");
      assertThat(window.complaints()).isEmpty();
    }
  }

  @Test
  void isSmallAndMayBeKept() throws Exception {
    try (var agent = graph().ready("/-/ready");
        var window = new BrowserWindow(agent.url("/"), ColorScheme.LIGHT)) {
      var sizes = new ArrayList<String>();
      var total = new int[1];
      window
          .page()
          .onRequestFinished(request -> {
            if (!request.url().contains("/api/")) {
              int bytes = request.sizes().responseBodySize;
              total[0] += bytes;
              sizes.add(bytes + " " + request.url());
              if (request.url().contains("/assets/")) {
                assertThat(request.response().headerValue("cache-control")).contains("immutable");
                assertThat(request.response().headerValue("content-encoding")).isEqualTo("gzip");
              }
            }
          });
      Page page = window.open("/");
      Locator nav = page.locator("nav a");
      assertThat(nav.count()).isGreaterThan(8);
      for (String end : List.of(".js", ".css")) {
        page.waitForCondition(() -> sizes.stream().anyMatch(one -> one.endsWith(end)));
      }
      assertThat(total[0]).as(sizes.toString()).isBetween(10_000, MAX_TRANSFERRED_BYTES);
    }
  }
}
