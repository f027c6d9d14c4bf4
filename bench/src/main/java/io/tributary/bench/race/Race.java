package io.tributary.bench.race;

import io.tributary.bench.process.Options;
import io.tributary.bench.process.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
      Set.of("fleet", "gzip", "protocol", "agents", "seconds", "table", "restart");

  private final Path root;
  private final Path folder;
  private final List<Agent> agents;
  private final int seconds;
  private final List<Map<String, Object>> raw = new ArrayList<>();

  private Race(Path root, List<Agent> agents, int seconds) throws IOException {
    this.root = root;
    this.agents = agents;
    this.seconds = seconds;
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
            options.number("seconds", 30));
    race.print(String.join(", ", Usage.machine()) + "\n");
    if (options.has("table")) {
      new Table(race).run();
    } else {
      var course =
          Course.parse(
              options.text("fleet", "similar-100x1000@1s"),
              options.flag("gzip", true),
              options.number("protocol", 2));
      race.run(course, options.flag("restart", false));
    }
    race.finish();
  }

  /// Every agent over `course`; prints the table and returns the figures.
  List<Figures> run(Course course, boolean restart) throws IOException, InterruptedException {
    return run(course, agents, restart);
  }

  List<Figures> run(Course course, List<Agent> starters, boolean restart)
      throws IOException, InterruptedException {
    var here = folder.resolve(course.toString().replace(' ', '-').replace('@', '-'));
    Files.createDirectories(here);
    var figures = new ArrayList<Figures>();
    try (var fleet = Lap.startFleet(course, here)) {
      for (var agent : starters) {
        var program = agent.program(root);
        if (program.isEmpty()) {
          print(agent.label() + " is not here: skipped (bench/peers fetches the peers)");
          continue;
        }
        var timing = Lap.Timing.of(course, seconds);
        var lap =
            new Lap(
                agent,
                program.get(),
                course,
                here.resolve(agent.label()),
                fleet,
                restart ? timing.restarting() : timing);
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

  List<Agent> agents() {
    return agents;
  }

  void print(String text) {
    System.out.println(text);
  }

  private void finish() throws IOException {
    var file = folder.resolve("figures.json");
    Files.writeString(file, Json.print(Map.of("machine", Usage.machine(), "figures", raw)) + "\n");
    print("raw figures: " + root.relativize(file));
  }
}
