package io.tributary.agent.demo;

import io.tributary.agent.telemetry.ProcStat;
import io.tributary.base.time.Clock;
import io.tributary.metrics.ledger.DestinationLedger.Balance;
import io.tributary.metrics.scrape.TargetSnapshot;
import io.tributary.metrics.scrape.TargetSnapshot.Health;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Shows what the demo does: a block that is drawn over itself on a terminal, one line at a time
/// anywhere else. Owned by one thread.
final class DemoSummary {
  /// All figures of one moment.
  private record Figures(
      int targetsUp,
      int targets,
      long accepted,
      long delivered,
      long queued,
      Map<String, Long> dropped,
      long received) {}

  private final PrintStream out;
  private final boolean isTerminal;
  private final Clock clock;
  private final DemoReceiver receiver;
  private final ProcStat process = new ProcStat();
  private final long startNanos;
  private final double startCpuSeconds;

  private long lastNanos;
  private double lastCpuSeconds;
  private long lastReceived;
  private int drawnLines;

  DemoSummary(PrintStream out, boolean isTerminal, Clock clock, DemoReceiver receiver) {
    this.out = out;
    this.isTerminal = isTerminal;
    this.clock = clock;
    this.receiver = receiver;
    startNanos = clock.nanos();
    lastNanos = startNanos;
    startCpuSeconds = process.cpuSeconds();
    lastCpuSeconds = startCpuSeconds;
  }

  void show(DemoBooks books) {
    Figures now = figures(books);
    long nanos = clock.nanos();
    double cpuSeconds = process.cpuSeconds();
    double seconds = Math.max(1e-3, (nanos - lastNanos) / 1e9);
    double cpuPercent = 100 * (cpuSeconds - lastCpuSeconds) / seconds;
    double perSecond = (now.received() - lastReceived) / seconds;
    lastNanos = nanos;
    lastCpuSeconds = cpuSeconds;
    lastReceived = now.received();
    double elapsed = (nanos - startNanos) / 1e9;
    if (isTerminal) {
      draw(
          List.of(
              line("time", Math.round(elapsed) + " s"),
              line("targets up", now.targetsUp() + " of " + now.targets()),
              line("samples a second", whole(Math.round(perSecond))),
              line("accepted", whole(now.accepted())),
              line("delivered", whole(now.delivered())),
              line("queued", whole(now.queued())),
              line("dropped", dropped(now.dropped())),
              line("CPU", String.format(Locale.ROOT, "%.1f %%", cpuPercent)),
              line("memory", Math.round(process.residentBytes() / 1e6) + " MB resident")));
    } else {
      out.println(
          String.format(
              Locale.ROOT,
              "%4.0fs  targets %d/%d up  %.0f samples/s  delivered %d  queued %d  dropped %s"
                  + "  CPU %.1f%%  RSS %.0f MB",
              elapsed,
              now.targetsUp(),
              now.targets(),
              perSecond,
              now.delivered(),
              now.queued(),
              dropped(now.dropped()),
              cpuPercent,
              process.residentBytes() / 1e6));
    }
    out.flush();
  }

  /// What it did, when it is over.
  void finish(DemoBooks books) {
    Figures end = figures(books);
    DemoReceiver.Totals totals = receiver.totals();
    double seconds = (clock.nanos() - startNanos) / 1e9;
    double cpuSeconds = process.cpuSeconds() - startCpuSeconds;
    long samples = totals.samples() + totals.histograms();
    out.printf(
        Locale.ROOT,
        "%nIn %.1f s: %,d samples of %,d series accepted, %,d delivered, %,d queued, dropped %s.%n",
        seconds,
        end.accepted(),
        totals.series(),
        end.delivered(),
        end.queued(),
        dropped(end.dropped()));
    out.printf(
        Locale.ROOT,
        "The receiver decoded %,d samples from %,d requests: %.1f bytes a sample on the wire.%n",
        samples,
        totals.requests(),
        samples == 0 ? 0.0 : (double) totals.wireBytes() / samples);
    out.printf(
        Locale.ROOT,
        "CPU %.2f s for everything, targets and receiver included: %.1f %% of one core; %.0f MB"
            + " resident.%n",
        cpuSeconds,
        100 * cpuSeconds / seconds,
        process.residentBytes() / 1e6);
    out.flush();
  }

  private Figures figures(DemoBooks books) {
    List<TargetSnapshot> targets = books.targets();
    int all = targets.size();
    int up = (int) targets.stream().filter(target -> target.health() == Health.UP).count();
    long accepted = 0;
    long delivered = 0;
    long queued = 0;
    var dropped = new TreeMap<String, Long>();
    for (var destination : books.destinations()) {
      Balance balance = destination.ledger();
      accepted += balance.accepted();
      delivered += balance.delivered();
      queued += balance.queued();
      balance.droppedByReason().forEach((reason, count) -> dropped.merge(reason, count, Long::sum));
    }
    DemoReceiver.Totals totals = receiver.totals();
    return new Figures(
        up, all, accepted, delivered, queued, dropped, totals.samples() + totals.histograms());
  }

  private void draw(List<String> lines) {
    var text = new StringBuilder();
    if (drawnLines > 0) {
      text.append("\u001b[").append(drawnLines).append("A\u001b[J"); // up, then clear what follows
    }
    lines.forEach(line -> text.append(line).append('\n'));
    drawnLines = lines.size();
    out.print(text);
  }

  private static String line(String name, String value) {
    return String.format(Locale.ROOT, "  %-18s%s", name, value);
  }

  private static String whole(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String dropped(Map<String, Long> dropped) {
    if (dropped.isEmpty()) {
      return "0";
    }
    var out = new StringBuilder();
    dropped.forEach((reason, count) ->
        out.append(out.isEmpty() ? "" : ", ").append(count).append(" ").append(reason));
    return out.toString();
  }
}
