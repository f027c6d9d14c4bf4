package io.tributary.bench.race;

import io.tributary.bench.agents.Agent;
import io.tributary.bench.agents.Course;
import io.tributary.bench.agents.Running;
import io.tributary.bench.process.Child;
import io.tributary.bench.process.Options;
import io.tributary.bench.process.Reply;
import io.tributary.bench.receiver.Receiver;
import io.tributary.bench.report.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The receiver is away for a while and the fleet goes on: how fast what has piled up arrives, and
/// what a sample costs on the wire meanwhile, against the same agent's steady state.
///
/// A backlog drains from the first request that is answered after the outage until no more is on
/// its way than two scrapes of each target.
final class Backlog {
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final Duration STEADY = Duration.ofSeconds(10);
  private static final Duration DRAINING = Duration.ofSeconds(90);
  private static final Duration SETTLING = Duration.ofSeconds(20);
  private static final Duration LOOKING = Duration.ofMillis(20);

  private final Agent agent;
  private final Path program;
  private final Course course;
  private final Path folder;
  private final Child fleet;
  private final Outage outage;
  private long servedBefore;

  /// @param away how long the receiver is not there
  /// @param delayMs how long it takes for each answer, before and after
  record Outage(Duration away, int delayMs) {
    static Outage of(Options options) {
      return new Outage(Duration.ofSeconds(options.number("away", 30)), options.number("delay", 0));
    }

    @Override
    public String toString() {
      return "receiver away for %d s".formatted(away.toSeconds())
          + (delayMs == 0 ? "" : ", %d ms for each answer".formatted(delayMs));
    }
  }

  /// @param waiting samples that had not arrived when the receiver came back
  /// @param firstMs from its return to the first request that it answered
  /// @param seconds from there until the backlog was gone; not finite where it never was
  /// @param samplesPerSecond arrived meanwhile, what was scraped meanwhile included
  /// @param steadyWire bytes a sample while all is well
  /// @param drainWire bytes a sample while the backlog drains
  /// @param missing exposed samples that never arrived
  /// @param failed scrapes that the agent gave up before the end; their samples may be missing
  record Result(
      String agent,
      long waiting,
      long firstMs,
      double seconds,
      double samplesPerSecond,
      double samplesPerRequest,
      double steadyWire,
      double drainWire,
      long missing,
      long failed) {
    double ratio() {
      return drainWire / steadyWire;
    }
  }

  private Backlog(
      Agent agent, Path program, Course course, Path folder, Child fleet, Outage outage) {
    this.agent = agent;
    this.program = program;
    this.course = course;
    this.folder = folder;
    this.fleet = fleet;
    this.outage = outage;
  }

  static Result run(
      Agent agent, Path program, Course course, Path folder, Child fleet, Outage outage)
      throws IOException, InterruptedException {
    return new Backlog(agent, program, course, folder, fleet, outage).run();
  }

  static String table(Course course, Outage outage, List<Result> results) {
    var rows = new ArrayList<String[]>();
    rows.add(
        new String[] {
          "agent",
          "waiting",
          "first after ms",
          "drained in s",
          "samples/s",
          "of ingest",
          "samples/request",
          "steady B",
          "draining B",
          "ratio",
          "missing",
          "failed"
        });
    double ingest = course.series() * 1e3 / course.interval().toMillis();
    for (var result : results) {
      rows.add(
          new String[] {
            result.agent(),
            Tables.number((double) result.waiting(), 0),
            Tables.number((double) result.firstMs(), 0),
            Tables.number(result.seconds(), 1),
            Tables.number(result.samplesPerSecond(), 0),
            Tables.number(result.samplesPerSecond() / ingest, 1),
            Tables.number(result.samplesPerRequest(), 0),
            Tables.number(result.steadyWire(), 2),
            Tables.number(result.drainWire(), 2),
            Tables.number(result.ratio(), 3),
            "" + result.missing(),
            "" + result.failed()
          });
    }
    return "### %s: %s\n\n".formatted(course, outage) + Tables.of(rows);
  }

  private Result run() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    agent.version(program); // builds a checkout that is out of date
    int port = Running.freePort();
    try (var receiver =
        Child.start(
            Receiver.class, Receiver.JVM_FLAGS, List.of(), folder.resolve("receiver.log"))) {
      receiver.ask("delay " + outage.delayMs());
      fleet.ask("hold off");
      servedBefore = fleet.ask("stats").number("samples");
      var url = "http://127.0.0.1:" + receiver.greeting().text("port") + "/api/v1/write";
      var ports = List.of(fleet.greeting().text("ports").split(","));
      var command = agent.command(program, folder, course, ports, url, port);
      try (var running =
          Running.start(command, folder.resolve("agent.log"), port, agent.readyPath())) {
        return measure(running, receiver);
      }
    }
  }

  private Result measure(Running running, Child receiver) throws InterruptedException {
    Thread.sleep(WARM_UP);
    var steadyFrom = receiver.ask("stats");
    Thread.sleep(STEADY);
    var steadyTo = receiver.ask("stats");
    receiver.ask("mode down");
    Thread.sleep(outage.away());
    var from = receiver.ask("stats");
    long waiting = waiting(from);
    receiver.ask("mode up");
    long back = System.nanoTime();
    long begin = awaitFirst(receiver, from.number("exposed"));
    boolean isDrained = awaitDrained(receiver, begin);
    long end = System.nanoTime();
    var to = receiver.ask("stats");
    fleet.ask("hold on");
    long missing = missing(receiver);
    running.terminate();
    long arrived = to.number("exposed") - from.number("exposed");
    return new Result(
        agent.label(),
        waiting,
        Duration.ofNanos(begin - back).toMillis(),
        isDrained ? (end - begin) / 1e9 : Double.POSITIVE_INFINITY,
        arrived / ((end - begin) / 1e9),
        (double) arrived / (to.number("requests") - from.number("requests")),
        wire(steadyFrom, steadyTo),
        wire(from, to),
        missing,
        to.number("failed"));
  }

  /// What the fleet has served and the receiver has not got.
  private long waiting(Reply receiver) {
    return fleet.ask("stats").number("samples")
        - servedBefore
        - receiver.number("exposed")
        + receiver.number("repeated");
  }

  /// Returns when the last look that saw nothing new was taken.
  private static long awaitFirst(Child receiver, long exposed) throws InterruptedException {
    long begin = System.nanoTime();
    long deadline = begin + DRAINING.toNanos();
    long looked = begin;
    while (looked < deadline && receiver.ask("stats").number("exposed") == exposed) {
      begin = looked;
      Thread.sleep(LOOKING);
      looked = System.nanoTime();
    }
    return begin;
  }

  private boolean awaitDrained(Child receiver, long begin) throws InterruptedException {
    while (waiting(receiver.ask("stats")) > 2 * course.series()) {
      if (System.nanoTime() - begin > DRAINING.toNanos()) {
        return false;
      }
      Thread.sleep(LOOKING);
    }
    return true;
  }

  /// Waits until everything has arrived; returns what has not after a while.
  private long missing(Child receiver) throws InterruptedException {
    long deadline = System.nanoTime() + SETTLING.toNanos();
    long missing = waiting(receiver.ask("stats"));
    while (missing > 0 && System.nanoTime() < deadline) {
      Thread.sleep(LOOKING);
      missing = waiting(receiver.ask("stats"));
    }
    return missing;
  }

  private static double wire(Reply from, Reply to) {
    return (double) (to.number("wireBytes") - from.number("wireBytes"))
        / (to.number("exposed") - from.number("exposed"));
  }
}
