package io.tributary.bench.race;

import io.tributary.bench.agents.Agent;
import io.tributary.bench.agents.Course;
import io.tributary.bench.agents.Running;
import io.tributary.bench.process.Child;
import io.tributary.bench.process.MachineSpeed;
import io.tributary.bench.process.Reply;
import io.tributary.bench.process.Usage;
import io.tributary.bench.receiver.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// One agent over one course: start, warm up, measure, stop the fleet, wait until nothing more
/// arrives, compare.
final class Lap {
  private static final Duration SAMPLING = Duration.ofMillis(500);
  private static final Duration DRAINING = Duration.ofSeconds(20);
  private static final Duration WARM_UP_OF_PEERS = Duration.ofSeconds(60);
  private static final Duration READY_PATIENCE = Duration.ofSeconds(60);

  private final Agent agent;
  private final Path program;
  private final Course course;
  private final Path folder;
  private final Child fleet;
  private final Timing timing;
  private final MachineSpeed speed;
  private String version = "";

  /// How long things last; a lap takes the sum and some seconds.
  record Timing(Duration warmUp, Duration window, boolean restart) {
    /// At least three intervals of warm-up and four of window; peers, which were compiled before,
    /// need no more than [#WARM_UP_OF_PEERS].
    static Timing of(Agent agent, Course course, Duration warmUp, Duration window) {
      boolean isShort = !agent.isTributary() && warmUp.compareTo(WARM_UP_OF_PEERS) > 0;
      return new Timing(
          longer(isShort ? WARM_UP_OF_PEERS : warmUp, course.interval().multipliedBy(3)),
          longer(window, course.interval().multipliedBy(4)),
          false);
    }

    private static Duration longer(Duration one, Duration other) {
      return one.compareTo(other) > 0 ? one : other;
    }

    Timing restarting() {
      return new Timing(warmUp, window, true);
    }
  }

  Lap(
      Agent agent,
      Path program,
      Course course,
      Path folder,
      Child fleet,
      Timing timing,
      MachineSpeed speed) {
    this.agent = agent;
    this.program = program;
    this.course = course;
    this.folder = folder;
    this.fleet = fleet;
    this.timing = timing;
    this.speed = speed;
  }

  /// What was known at one moment.
  private record Moment(
      long nanos, Usage usage, MachineSpeed.Reading speed, long diskBytes, Reply receiver) {}

  Figures run() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    version = agent.version(program);
    int port = Running.freePort();
    try (var receiver =
        Child.start(
            Receiver.class, Receiver.JVM_FLAGS, List.of(), folder.resolve("receiver.log"))) {
      fleet.ask("hold off");
      fleet.ask("forget");
      long servedBefore = fleet.ask("stats").number("samples");
      var url = "http://127.0.0.1:" + receiver.greeting().text("port") + "/api/v1/write";
      var ports = List.of(fleet.greeting().text("ports").split(","));
      var command = agent.command(program, folder, course, ports, url, port);
      var log = folder.resolve("agent.log");
      try (var running = Running.start(command, log, port, agent.readyPath())) {
        return measure(running, receiver, servedBefore, command, log, port);
      }
    }
  }

  private Figures measure(
      Running running, Child receiver, long servedBefore, List<String> command, Path log, int port)
      throws InterruptedException {
    Thread.sleep(timing.warmUp());
    var before = moment(running, receiver);
    var resident = new ArrayList<Long>();
    long end = before.nanos() + timing.window().toNanos();
    while (System.nanoTime() < end) {
      Thread.sleep(SAMPLING);
      resident.add(running.usage().residentBytes());
    }
    var after = moment(running, receiver);
    if (!running.isAlive()) {
      throw new IllegalStateException(agent.label() + " ended during the race: see " + log);
    }
    long proportional = running.proportionalBytes();
    long firstScrape = fleet.ask("stats").number("firstRequestAtMs");
    fleet.ask("hold on");
    var last = drain(receiver, servedBefore);
    long exposed = fleet.ask("stats").number("samples") - servedBefore;
    var gaps = receiver.ask("gaps " + course.interval().toMillis() * 3 / 2);
    long restart = timing.restart() ? restart(running, command, log, port) : -1;
    int exit = timing.restart() ? 0 : running.terminate();
    long samples = after.receiver().number("exposed") - before.receiver().number("exposed");
    double seconds = (after.nanos() - before.nanos()) / 1e9;
    Collections.sort(resident);
    return new Figures(
        agent.label(),
        version,
        agent.protocol(course),
        new Figures.Cpu(
            (after.usage().userMillis() - before.usage().userMillis()) * 1e6 / samples,
            (after.usage().systemMillis() - before.usage().systemMillis()) * 1e6 / samples,
            samples / seconds,
            after.speed().microsSince(before.speed())),
        new Figures.Memory(
            resident.get(resident.size() / 2), after.usage().peakBytes(), proportional),
        new Figures.Traffic(
            (double) delta(before, after, "wireBytes") / samples,
            (double) (after.usage().writtenBytes() - before.usage().writtenBytes()) / samples,
            (double) (after.diskBytes() - before.diskBytes()) / samples),
        new Figures.Delivery(
            exposed,
            last.number("exposed") - last.number("repeated"),
            after.receiver().number("failed"),
            gaps.number("verified"),
            gaps.number("gaps"),
            last.number("identical") + last.number("conflicting"),
            last.number("late")),
        new Figures.Starting(
            firstScrape == 0 ? -1 : firstScrape - running.startedAtMs(),
            last.number("firstSampleAtMs") == 0
                ? -1
                : last.number("firstSampleAtMs") - running.startedAtMs(),
            restart,
            exit));
  }

  private static long delta(Moment before, Moment after, String what) {
    return after.receiver().number(what) - before.receiver().number(what);
  }

  private Moment moment(Running running, Child receiver) {
    return new Moment(
        System.nanoTime(),
        running.usage(),
        speed.reading(),
        Usage.folderBytes(folder.resolve("data")),
        receiver.ask("stats"));
  }

  /// Waits until everything exposed has arrived, or nothing more comes.
  private Reply drain(Child receiver, long servedBefore) throws InterruptedException {
    long deadline = System.nanoTime() + DRAINING.toNanos();
    var stats = receiver.ask("stats");
    long quietSince = System.nanoTime();
    while (System.nanoTime() < deadline
        && stats.number("exposed") < fleet.ask("stats").number("samples") - servedBefore
        && System.nanoTime() - quietSince < Duration.ofSeconds(8).toNanos()) {
      Thread.sleep(200);
      var next = receiver.ask("stats");
      if (next.number("exposed") != stats.number("exposed")) {
        quietSince = System.nanoTime();
      }
      stats = next;
    }
    return stats;
  }

  /// Kills the agent without warning and returns how long its successor takes to be ready.
  private long restart(Running running, List<String> command, Path log, int port)
      throws InterruptedException {
    running.kill();
    try (var successor = Running.start(command, log, port, agent.readyPath())) {
      return successor.readyAfterMs(READY_PATIENCE);
    }
  }
}
