package io.tributary.bench.race;

import io.tributary.bench.agents.Agent;
import io.tributary.bench.agents.Course;
import io.tributary.bench.fleet.Fleet;
import io.tributary.bench.process.Child;
import io.tributary.bench.process.MachineSpeed;
import io.tributary.bench.process.Options;
import io.tributary.bench.process.Usage;
import io.tributary.bench.report.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Races agents over one course, or over all of the design's table.
///
/// Started by `bench/race`; `bench.root` is the checkout. Prints tables, and leaves the raw
/// figures, the logs and the configurations below `build/bench`.
public final class Race {
  private static final Set<String> OPTIONS =
      Set.of(
          "fleet",
          "gzip",
          "protocol",
          "agents",
          "warmup",
          "seconds",
          "restart",
          "backlog",
          "away",
          "delay",
          "table",
          "write");

  private final Path root;
  private final Path folder;
  private final List<Agent> agents;
  private final Duration warmUp;
  private final Duration window;
  private final MachineSpeed speed = MachineSpeed.start();
  private final List<Map<String, Object>> raw = new ArrayList<>();
  private final StringBuilder report = new StringBuilder();

  private Race(Path root, List<Agent> agents, Options options) throws IOException {
    this.root = root;
    this.agents = agents;
    this.warmUp = Duration.ofSeconds(options.number("warmup", 180));
    this.window = Duration.ofSeconds(options.number("seconds", 30));
    this.folder = root.resolve("build/bench/race-" + Instant.now().getEpochSecond());
    Files.createDirectories(folder);
  }

  public static void main(String[] arguments) throws Exception {
    Options options;
    try {
      options = Options.parse(arguments, OPTIONS);
    } catch (IllegalArgumentException e) {
      System.err.println("bench/race: " + e.getMessage());
      System.exit(2);
      return;
    }
    var agents =
        options.list("agents", "tributary,prometheus,vmagent").stream().map(Agent::named).toList();
    var race =
        new Race(
            Path.of(System.getProperty("bench.root", ".")).toAbsolutePath().normalize(),
            agents,
            options);
    race.print(
        "%s. Measured %s with `bench/race %s`.\n"
            .formatted(
                String.join(", ", Usage.machine()),
                LocalDate.now(ZoneOffset.UTC),
                String.join(" ", arguments)));
    try (race.speed) {
      race.run(options);
    }
    race.finish(options.has("write"));
  }

  private void run(Options options) throws IOException, InterruptedException {
    if (options.has("table")) {
      new Table(this).run();
    } else {
      var course =
          Course.parse(
              options.text("fleet", "similar-100x1000@1s"),
              options.flag("gzip", true),
              options.number("protocol", 2));
      if (options.flag("backlog", false)) {
        backlogs(course, Backlog.Outage.of(options), agents);
      } else {
        run(course, options.flag("restart", false), agents);
      }
    }
  }

  /// Every agent that was asked for and is in `wanted` over `course`; prints the table and returns
  /// the figures.
  List<Figures> run(Course course, boolean restart, List<Agent> wanted)
      throws IOException, InterruptedException {
    var here = folderOf(course.toString());
    var figures = new ArrayList<Figures>();
    try (var fleet = startFleet(course, here)) {
      for (var starter : starters(wanted)) {
        var timing = Lap.Timing.of(starter.agent(), course, warmUp, window);
        var lap =
            new Lap(
                starter.agent(),
                starter.program(),
                course,
                here.resolve(starter.agent().label()),
                fleet,
                restart ? timing.restarting() : timing,
                speed);
        figures.add(lap.run());
      }
    }
    print(Report.of(course, figures));
    for (var one : figures) {
      var entry = new LinkedHashMap<String, Object>();
      entry.put("course", course.toString());
      entry.putAll(one.raw());
      raw.add(entry);
    }
    return figures;
  }

  /// As [#run], with an outage of the receiver instead of a window.
  List<Backlog.Result> backlogs(Course course, Backlog.Outage outage, List<Agent> wanted)
      throws IOException, InterruptedException {
    var here = folderOf("backlog");
    var results = new ArrayList<Backlog.Result>();
    try (var fleet = startFleet(course, here)) {
      for (var starter : starters(wanted)) {
        var folder = here.resolve(starter.agent().label());
        results.add(Backlog.run(starter.agent(), starter.program(), course, folder, fleet, outage));
      }
    }
    print(Backlog.table(course, outage, results));
    return results;
  }

  List<Idle.Result> idles() throws IOException, InterruptedException {
    var here = folderOf("idle");
    var results = new ArrayList<Idle.Result>();
    for (var starter : starters(agents)) {
      var folder = here.resolve(starter.agent().label());
      results.add(Idle.run(starter.agent(), starter.program(), folder));
    }
    return results;
  }

  private record Starter(Agent agent, Path program) {}

  /// The agents that are here; says which are not.
  private List<Starter> starters(List<Agent> wanted) {
    var starters = new ArrayList<Starter>();
    for (var agent : agents) {
      if (!wanted.contains(agent)) {
        continue;
      }
      agent
          .program(root)
          .ifPresentOrElse(
              program -> starters.add(new Starter(agent, program)),
              () -> print(agent.label() + " is not here: skipped (bench/peers fetches the peers)"));
    }
    return starters;
  }

  private Path folderOf(String what) throws IOException {
    return Files.createDirectories(folder.resolve(what.replace(' ', '-').replace('@', '-')));
  }

  private static Child startFleet(Course course, Path folder) {
    return Child.start(
        Fleet.class, Fleet.JVM_FLAGS, course.fleetArguments(), folder.resolve("fleet.log"));
  }

  /// Prints to the terminal and into the report.
  void print(String text) {
    System.out.println(text);
    report.append(text).append('\n');
  }

  private void finish(boolean write) throws IOException {
    var file = folder.resolve("figures.json");
    Files.writeString(file, Json.print(Map.of("machine", Usage.machine(), "figures", raw)) + "\n");
    Files.writeString(folder.resolve("report.md"), report);
    if (write) {
      Files.writeString(root.resolve("bench/RESULTS.md"), "# Results of the race\n\n" + report);
    }
    System.out.println("report and raw figures: " + root.relativize(folder));
  }
}
