package io.tributary.bench.kill;

import io.tributary.bench.agents.Agent;
import io.tributary.bench.agents.Course;
import io.tributary.bench.agents.Running;
import io.tributary.bench.fleet.Fleet;
import io.tributary.bench.process.Child;
import io.tributary.bench.process.Options;
import io.tributary.bench.process.Reply;
import io.tributary.bench.process.Usage;
import io.tributary.bench.receiver.Receiver;
import io.tributary.bench.report.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// Kills an agent at random moments under load and says what that lost.
///
/// Started by `bench/kill`; prints its seed, so that the moments can be had again.
public final class KillTest {
  private static final Set<String> OPTIONS =
      Set.of("kills", "agents", "seed", "fleet", "protocol", "gzip");
  private static final Duration START_PATIENCE = Duration.ofSeconds(30);
  private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(90);
  private static final Duration DRAIN_QUIET = Duration.ofSeconds(12);
  private static final Duration LAST_LIFE = Duration.ofSeconds(3);
  private static final int SHORTEST_LIFE_MS = 400;
  private static final int LIFE_SPAN_MS = 2600;

  private final Path folder;
  private final Course course;
  private final int kills;
  private final long seed;

  private KillTest(Path folder, Course course, int kills, long seed) {
    this.folder = folder;
    this.course = course;
    this.kills = kills;
    this.seed = seed;
  }

  public static void main(String[] arguments) throws Exception {
    Options options;
    try {
      options = Options.parse(arguments, OPTIONS);
    } catch (IllegalArgumentException e) {
      System.err.println("bench/kill: " + e.getMessage());
      System.exit(2);
      return;
    }
    var root = Path.of(System.getProperty("bench.root", ".")).toAbsolutePath().normalize();
    var course =
        Course.parse(
            options.text("fleet", "similar-40x250@500ms"),
            options.flag("gzip", true),
            options.number("protocol", 2));
    long seed = Long.parseLong(options.text("seed", "" + System.nanoTime()));
    int kills = options.number("kills", 50);
    var folder = root.resolve("build/bench/kill-" + Instant.now().getEpochSecond());
    System.out.println(String.join(", ", Usage.machine()));
    System.out.println(course + ", " + kills + " kills, --seed=" + seed + "\n");
    boolean clean = true;
    for (var name : options.list("agents", "tributary,prometheus,vmagent")) {
      var agent = Agent.named(name);
      var program = agent.program(root);
      if (program.isEmpty()) {
        System.out.println(name + " is not here: skipped (bench/peers fetches the peers)");
        continue;
      }
      var here = Files.createDirectories(folder.resolve(name));
      boolean kept = new KillTest(here, course, kills, seed).run(agent, program.get());
      clean &= kept || agent != Agent.TRIBUTARY;
    }
    System.exit(clean ? 0 : 1);
  }

  /// Returns whether the contract was kept: nothing lost or repeated beyond what was in flight, all
  /// in order.
  private boolean run(Agent agent, Path program) throws IOException, InterruptedException {
    var version = agent.version(program);
    try (var fleet = startFleet();
        var receiver = startReceiver()) {
      var lives = new ArrayList<Verdict.Life>();
      var random = new SplittableRandom(seed);
      for (int i = 0; i < kills; i++) {
        var weather = Weather.CYCLE.get(i % Weather.CYCLE.size());
        lives.add(live(agent, program, weather, fleet, receiver, random));
      }
      lives.add(recover(agent, program, fleet, receiver));
      var served = folder.resolve("served");
      var received = folder.resolve("received");
      fleet.ask("served " + served);
      receiver.ask("dump " + received);
      var ports = List.of(fleet.greeting().text("ports").split(","));
      int samples = (int) fleet.ask("stats").number("seriesPerScrape");
      var verdict = Verdict.judge(lives, ports, samples, served, received);
      print(agent.label() + " " + version, verdict, receiver.ask("stats"));
      return verdict.samplesLost() <= 0
          && verdict.duplicatesBeyond() == 0
          && receiver.ask("stats").number("late") == 0;
    }
  }

  private Child startFleet() {
    return Child.start(
        Fleet.class, Fleet.JVM_FLAGS, course.fleetArguments(), folder.resolve("fleet.log"));
  }

  private Child startReceiver() {
    return Child.start(
        Receiver.class, Receiver.JVM_FLAGS, List.of("--verify=1"), folder.resolve("receiver.log"));
  }

  private Running start(Agent agent, Path program, Child fleet, Child receiver) {
    int port = Running.freePort();
    var url = "http://127.0.0.1:" + receiver.greeting().text("port") + "/api/v1/write";
    var ports = List.of(fleet.greeting().text("ports").split(","));
    var command = agent.command(program, folder, course, ports, url, port);
    return Running.start(command, folder.resolve("agent.log"), port, agent.readyPath());
  }

  /// From a start to a kill at a random moment after the first scrape.
  private Verdict.Life live(
      Agent agent,
      Path program,
      Weather weather,
      Child fleet,
      Child receiver,
      SplittableRandom random)
      throws InterruptedException {
    weather.begin(receiver);
    fleet.ask("forget");
    try (var running = start(agent, program, fleet, receiver)) {
      long firstScrapeMs = awaitFirstScrape(running, fleet);
      var life = Duration.ofMillis(SHORTEST_LIFE_MS + random.nextInt(LIFE_SPAN_MS));
      weather.pass(life, receiver, random);
      long killedAtMs = System.currentTimeMillis();
      running.kill();
      return new Verdict.Life(weather, running.startedAtMs(), killedAtMs, firstScrapeMs);
    }
  }

  private long awaitFirstScrape(Running running, Child fleet) throws InterruptedException {
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    while (System.nanoTime() < deadline && running.isAlive()) {
      long first = fleet.ask("stats").number("firstRequestAtMs");
      if (first > 0) {
        return first - running.startedAtMs();
      }
      Thread.sleep(10);
    }
    throw new IllegalStateException("no scrape after a start: see " + folder.resolve("agent.log"));
  }

  /// A last life in good weather: some scrapes, then none, until everything has arrived or nothing
  /// more comes.
  private Verdict.Life recover(Agent agent, Path program, Child fleet, Child receiver)
      throws InterruptedException {
    Weather.UP.begin(receiver);
    fleet.ask("forget");
    try (var running = start(agent, program, fleet, receiver)) {
      long firstScrapeMs = awaitFirstScrape(running, fleet);
      Thread.sleep(LAST_LIFE);
      fleet.ask("hold on");
      long deadline = System.nanoTime() + DRAIN_PATIENCE.toNanos();
      long quietSince = System.nanoTime();
      long seen = 0;
      while (System.nanoTime() < deadline
          && System.nanoTime() - quietSince < DRAIN_QUIET.toNanos()) {
        Thread.sleep(200);
        long now = receiver.ask("stats").number("exposed");
        if (now != seen) {
          seen = now;
          quietSince = System.nanoTime();
        }
      }
      running.terminate();
      return new Verdict.Life(Weather.UP, running.startedAtMs(), Verdict.Life.NEVER, firstScrapeMs);
    }
  }

  private static void print(String agent, Verdict verdict, Reply stats) {
    var rows = new ArrayList<String[]>();
    rows.add(
        new String[] {
          agent,
          "kills",
          "scrapes",
          "lost in flight",
          "oldest ms",
          "lost",
          "oldest ms",
          "slowest start ms"
        });
    for (var weather : Weather.CYCLE) {
      var tally = verdict.tallies().get(weather);
      if (tally != null) {
        rows.add(
            new String[] {
              weather.label(),
              "" + tally.kills,
              "" + tally.served,
              "" + tally.lostInFlight,
              "" + tally.oldestInFlightMs,
              "" + tally.lost,
              "" + tally.oldestLostMs,
              "" + tally.slowestStartMs
            });
      }
    }
    System.out.println(Tables.of(rows));
    System.out.printf(
        "%,d scrapes served; %,d in flight at a kill missing; beyond those %,d scrapes and %,d samples lost;%n"
            + "%,d samples delivered twice (%,d identical, %,d conflicting), %,d of them beyond the requests in"
            + " flight; %,d out of order%n%n",
        verdict.servedScrapes(),
        verdict.scrapesLostInFlight(),
        verdict.scrapesLost(),
        Math.max(0, verdict.samplesLost()),
        verdict.duplicates(),
        stats.number("identical"),
        stats.number("conflicting"),
        verdict.duplicatesBeyond(),
        stats.number("late"));
  }
}
