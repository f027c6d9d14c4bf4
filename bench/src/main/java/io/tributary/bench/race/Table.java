package io.tributary.bench.race;

import io.tributary.bench.agents.Agent;
import io.tributary.bench.agents.Course;
import io.tributary.bench.report.Tables;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The courses behind the design's table of figures, one after the other, and the table itself at
/// the end.
final class Table {
  private static final List<Agent> ALL = List.of(Agent.values());

  // Prometheus runs only where a goal names it: a lap takes a minute or more.
  private static final List<Agent> AGAINST_VMAGENT = List.of(Agent.TRIBUTARY, Agent.VMAGENT);

  private final Race race;
  private final List<Goal> goals = new ArrayList<>();

  Table(Race race) {
    this.race = race;
  }

  void run() throws IOException, InterruptedException {
    everyday();
    oneMillionASecond();
    oneMillionSeries();
    backlog();
    idle();
    race.print("## Against the goals\n\n" + Goal.table(goals));
  }

  private void everyday() throws IOException, InterruptedException {
    var gzip = course("similar-100x1000@1s", true, 2, ALL);
    cpuRatio("CPU, 100 k samples/s, gzip, to vmagent", gzip, Agent.VMAGENT, 0.45, 0.33, 0.20);
    cpuRatio("… to Prometheus agent", gzip, Agent.PROMETHEUS, 0.25, 0.17, 0.10);
    // Of a hundred targets one is due at once; a single one would wait for its place in the
    // interval.
    double startSeconds = measure(gzip, Agent.TRIBUTARY, Figures::firstScrapeMs) / 1000;
    goals.add(new Goal("start to first scrape, s", startSeconds, 1, 0.5, 0.2));
    ratio(
        "memory, 100 k series, to vmagent",
        gzip,
        Agent.VMAGENT,
        Figures::residentBytes,
        1.6,
        1.25,
        1.0);
    ratio(
        "wire bytes, 2.0, to Prometheus 2.0",
        gzip,
        Agent.PROMETHEUS,
        Figures::wireBytes,
        1.05,
        1.0,
        0.80);
    ratio("… to vmagent with snappy", gzip, Agent.VMAGENT, Figures::wireBytes, 0.75, 0.70, 0.55);
    ratio("log bytes, to Prometheus", gzip, Agent.PROMETHEUS, Figures::logBytes, 0.4, 0.3, 0.12);
    ratio(
        "disk writes, to Prometheus",
        gzip,
        Agent.PROMETHEUS,
        Figures::writtenBytes,
        0.4,
        0.3,
        0.12);
    var identity = course("similar-100x1000@1s", false, 2, ALL);
    cpuRatio("CPU, uncompressed, to vmagent", identity, Agent.VMAGENT, 0.30, 0.20, 0.12);
    cpuRatio("… to Prometheus agent", identity, Agent.PROMETHEUS, 0.16, 0.10, 0.06);
    var one = course("similar-100x1000@1s", true, 1, AGAINST_VMAGENT);
    ratio(
        "wire bytes, 1.0, to vmagent with snappy",
        one,
        Agent.VMAGENT,
        Figures::wireBytes,
        0.85,
        0.80,
        0.65);
    var churn = course("churn-100x1000@1s", true, 2, AGAINST_VMAGENT);
    cpuRatio("CPU, 1 % new series, to vmagent", churn, Agent.VMAGENT, 0.60, 0.45, 0.30);
  }

  private void oneMillionASecond() throws IOException, InterruptedException {
    var million = course("similar-1000x1000@1s", true, 2, AGAINST_VMAGENT);
    cpuRatio("CPU, 1 M samples/s, gzip, to vmagent", million, Agent.VMAGENT, 0.40, 0.28, 0.17);
  }

  private void oneMillionSeries() throws IOException, InterruptedException {
    var similar = race.run(Course.parse("similar-1000x1000@15s", true, 2), true, ALL);
    ratio(
        "memory, 1 M similar series, to vmagent",
        similar,
        Agent.VMAGENT,
        Figures::residentBytes,
        0.9,
        0.65,
        0.55);
    ratio(
        "… to Prometheus agent",
        similar,
        Agent.PROMETHEUS,
        Figures::residentBytes,
        0.07,
        0.05,
        0.04);
    ratio(
        "ready after kill -9, 1 M series, to Prometheus agent",
        similar,
        Agent.PROMETHEUS,
        Figures::restartMs,
        0.2,
        0.1,
        0.05);
    var different = course("different-1000x1000@15s", true, 2, AGAINST_VMAGENT);
    ratio(
        "memory, 1 M unshared series, to vmagent",
        different,
        Agent.VMAGENT,
        Figures::residentBytes,
        1.2,
        1.0,
        0.8);
  }

  private void backlog() throws IOException, InterruptedException {
    var course = Course.parse("similar-100x1000@1s", true, 2);
    var outage = new Backlog.Outage(Duration.ofSeconds(30), 0);
    for (var result : race.backlogs(course, outage, List.of(Agent.TRIBUTARY))) {
      goals.add(
          new Goal(
              "wire bytes while a backlog drains, to steady state",
              result.ratio(),
              0.7,
              0.55,
              0.40));
    }
  }

  private void idle() throws IOException, InterruptedException {
    var rows = new ArrayList<String[]>();
    rows.add(new String[] {"agent", "RSS MB", "PSS MB", "ready ms"});
    for (var result : race.idles()) {
      rows.add(
          new String[] {
            result.agent(),
            Tables.number(result.residentBytes() / 1e6, 1),
            Tables.number(result.proportionalBytes() / 1e6, 1),
            "" + result.readyMs()
          });
      if (result.agent().equals(Agent.TRIBUTARY.label())) {
        goals.add(new Goal("idle memory, MB", result.residentBytes() / 1e6, 80, 65, 50));
      }
    }
    race.print("### idle\n\n" + Tables.of(rows));
    course("similar-1x100@1s", true, 2, ALL);
  }

  private List<Figures> course(String fleet, boolean gzip, int protocol, List<Agent> agents)
      throws IOException, InterruptedException {
    return race.run(Course.parse(fleet, gzip, protocol), false, agents);
  }

  private void ratio(
      String what,
      List<Figures> figures,
      Agent peer,
      ToDoubleFunction<Figures> measure,
      double proof,
      double product,
      double aim) {
    goals.add(new Goal(what, ratio(figures, peer, measure), proof, product, aim));
  }

  private void cpuRatio(
      String what, List<Figures> figures, Agent peer, double proof, double product, double aim) {
    double raw = ratio(figures, peer, Figures::cpuNanos);
    double atEqualSpeed = ratio(figures, peer, Figures::cpuProbes);
    goals.add(new Goal(what, raw, atEqualSpeed, proof, product, aim));
  }

  private static double ratio(
      List<Figures> figures, Agent peer, ToDoubleFunction<Figures> measure) {
    return measure(figures, Agent.TRIBUTARY, measure) / measure(figures, peer, measure);
  }

  private static double measure(
      List<Figures> figures, Agent agent, ToDoubleFunction<Figures> measure) {
    return figures.stream()
        .filter(one -> one.agent().equals(agent.label()))
        .mapToDouble(measure)
        .findFirst()
        .orElse(Double.NaN);
  }
}
