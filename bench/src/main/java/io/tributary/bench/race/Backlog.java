package io.tributary.bench.race;

import io.tributary.bench.agents.Agent;
import io.tributary.bench.agents.Course;
import io.tributary.bench.agents.Running;
import io.tributary.bench.process.Child;
import io.tributary.bench.process.Reply;
import io.tributary.bench.receiver.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The receiver is away for a while: what a sample costs on the wire while the backlog drains,
/// against the same agent's steady state, and how fast it drains.
final class Backlog {
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final Duration STEADY = Duration.ofSeconds(10);
  private static final Duration AWAY = Duration.ofSeconds(30);
  private static final Duration DRAINING = Duration.ofSeconds(60);
  private static final Duration QUIET = Duration.ofSeconds(8);

  /// @param steadyWire bytes a sample while all is well
  /// @param drainWire bytes a sample while nothing but the backlog travels
  /// @param missing exposed samples that never arrived
  record Result(
      String agent, double steadyWire, double drainWire, double samplesPerSecond, long missing) {
    double ratio() {
      return drainWire / steadyWire;
    }
  }

  private Backlog() {}

  static Result run(Agent agent, Path program, Course course, Path folder, Child fleet)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    agent.version(program); // builds a checkout that is out of date
    int port = Running.freePort();
    try (var receiver =
        Child.start(
            Receiver.class, Receiver.JVM_FLAGS, List.of(), folder.resolve("receiver.log"))) {
      fleet.ask("hold off");
      long servedBefore = fleet.ask("stats").number("samples");
      var url = "http://127.0.0.1:" + receiver.greeting().text("port") + "/api/v1/write";
      var ports = List.of(fleet.greeting().text("ports").split(","));
      var command = agent.command(program, folder, course, ports, url, port);
      try (var running =
          Running.start(command, folder.resolve("agent.log"), port, agent.readyPath())) {
        Thread.sleep(WARM_UP);
        var steadyFrom = receiver.ask("stats");
        Thread.sleep(STEADY);
        var steadyTo = receiver.ask("stats");
        receiver.ask("mode down");
        Thread.sleep(AWAY);
        // Nothing live may travel with the backlog.
        fleet.ask("hold on");
        var drainFrom = receiver.ask("stats");
        receiver.ask("mode up");
        long begin = System.nanoTime();
        long lastNanos = drain(receiver);
        var drainTo = receiver.ask("stats");
        running.terminate();
        long exposed = fleet.ask("stats").number("samples") - servedBefore;
        return new Result(
            agent.label(),
            wire(steadyFrom, steadyTo),
            wire(drainFrom, drainTo),
            (drainTo.number("samples") - drainFrom.number("samples")) / ((lastNanos - begin) / 1e9),
            exposed - drainTo.number("exposed") + drainTo.number("repeated"));
      }
    }
  }

  /// Returns when the last sample came.
  private static long drain(Child receiver) throws InterruptedException {
    long deadline = System.nanoTime() + DRAINING.toNanos();
    long quietSince = System.nanoTime();
    long seen = receiver.ask("stats").number("samples");
    long last = quietSince;
    while (System.nanoTime() < deadline && System.nanoTime() - quietSince < QUIET.toNanos()) {
      Thread.sleep(50);
      long now = receiver.ask("stats").number("samples");
      if (now != seen) {
        seen = now;
        quietSince = System.nanoTime();
        last = quietSince;
      }
    }
    return last;
  }

  private static double wire(Reply from, Reply to) {
    return (double) (to.number("wireBytes") - from.number("wireBytes"))
        / (to.number("samples") - from.number("samples"));
  }
}
