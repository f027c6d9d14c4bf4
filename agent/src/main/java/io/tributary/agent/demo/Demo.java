package io.tributary.agent.demo;

import io.tributary.agent.lifecycle.Signals;
import io.tributary.agent.process.Agent;
import io.tributary.agent.process.GraphSettings;
import io.tributary.agent.process.GraphWork;
import io.tributary.base.time.Clock;
import io.tributary.runtime.RuntimeSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The demo: an ordinary agent with an ordinary River file, whose targets and receiver are routes
/// of its own HTTP server on loopback.
///
/// Everything it writes is in one temporary folder, which goes at the end.
public final class Demo {
  private static final Duration REDRAW = Duration.ofSeconds(1);
  private static final Duration PLAIN_LINE = Duration.ofSeconds(2);

  /// How long the last samples may take to arrive once scraping has ended.
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final PrintStream out;
  private final boolean isTerminal;
  private final Optional<Duration> span;
  private final Clock clock = Clock.system();
  private final DemoReceiver receiver = new DemoReceiver();
  private final CountDownLatch stop = new CountDownLatch(1);

  /// Runs for `span`, or until it is stopped by a signal.
  public Demo(PrintStream out, boolean isTerminal, Optional<Duration> span) {
    this.out = out;
    this.isTerminal = isTerminal;
    this.span = span;
  }

  /// The exit code: 0 when something was delivered.
  public int run() {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("tributary-demo-");
      return run(folder);
    } catch (IOException | UncheckedIOException e) {
      out.println("The demo cannot run: " + e.getMessage());
      return 1;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      delete(folder);
    }
  }

  private int run(Path folder) throws IOException, InterruptedException {
    int port = freePort();
    var configuration = DemoConfiguration.write(folder, port);
    try (Agent<GraphWork> agent =
        GraphWork.agent(settings(folder, configuration, port), (_, _) -> {}, clock)) {
      Signals.onStop(_ -> stop.countDown());
      Optional<String> failure =
          agent.start(routes -> routes.post("/demo/receive", receiver::receive));
      if (failure.isPresent()) {
        out.println("The demo cannot run: " + failure.get());
        return 1;
      }
      out.printf(
          "Tributary demo: this host and Tributary itself, scraped every second and forwarded.%n"
              + "Its page is at http://127.0.0.1:%d/, what it runs in %s.%s%n%n",
          port, configuration.name(), span.isPresent() ? "" : " Ctrl-C stops it.");
      var books = new DemoBooks(agent.work().graph());
      var summary = new DemoSummary(out, isTerminal, clock, receiver);
      watch(books, summary);
      configuration.stopScraping();
      agent.reload();
      drain(books);
      summary.finish(books);
      return receiver.totals().samples() > 0 ? 0 : 1;
    }
  }

  private void watch(DemoBooks books, DemoSummary summary) throws InterruptedException {
    long endNanos = clock.nanos() + span.orElse(Duration.ofDays(10_000)).toNanos();
    Duration step = isTerminal ? REDRAW : PLAIN_LINE;
    while (true) {
      long leftNanos = endNanos - clock.nanos();
      boolean stopped = stop.await(Math.clamp(leftNanos, 0, step.toNanos()), TimeUnit.NANOSECONDS);
      summary.show(books);
      if (stopped || endNanos - clock.nanos() <= 0) {
        return;
      }
    }
  }

  /// Until nothing is queued any more.
  private void drain(DemoBooks books) throws InterruptedException {
    long deadline = clock.nanos() + DRAIN.toNanos();
    while (clock.nanos() < deadline
        && books.destinations().stream().anyMatch(one -> one.ledger().queued() > 0)) {
      clock.sleepUntil(clock.nanos() + TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static GraphSettings settings(Path folder, DemoConfiguration configuration, int port) {
    return new GraphSettings(
        configuration,
        RuntimeSettings.in(folder.resolve("data")),
        "127.0.0.1:" + port,
        "",
        "demo",
        Duration.ofSeconds(2),
        Map.of());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void delete(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException _) {
      // A temporary folder: the system tidies up what we could not.
    }
  }
}
