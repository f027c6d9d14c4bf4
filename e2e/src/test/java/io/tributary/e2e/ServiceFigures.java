package io.tributary.e2e;

import io.tributary.base.time.Clock;
import io.tributary.testkit.network.NetworkLab;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/// The figures of the scraping service on real processes: what a store that fails does, how soon
/// one of very many configurations runs, what joins, leaves and kills cost. The long form of
/// [ScrapingServiceTest]; `bench/service` runs it.
///
/// Prints what it does, and each figure beside its goal; exits with 1 where one is missed.
final class ServiceFigures {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration CONVERGENCE = Duration.ofSeconds(30);
  private static final Duration CHANGE = Duration.ofSeconds(2);

  /// What a busy machine takes for a scrape.
  private static final Duration SCRAPE = Duration.ofMillis(500);

  /// All that arrives is kept: in a longer run there is less of it.
  private static final Duration LONG_RUN = Duration.ofMinutes(10);

  private static final Duration SECOND = Duration.ofSeconds(1);

  private static final List<String> THREE = List.of("a", "b", "c");

  private final PrintStream out;
  private final Clock clock = Clock.system();
  private final long fromNanos = clock.nanos();
  private boolean hasMissed;

  private ServiceFigures(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) throws Exception {
    String what = arguments.length > 0 ? arguments[0] : "all";
    var figures = new ServiceFigures(System.out);
    boolean isAll = what.equals("all");
    if (!isAll && !List.of("store", "partition", "many", "events").contains(what)) {
      System.err.println(
          "usage: bench/service [store [SECONDS] | partition | many [COUNT] | events [COUNT"
              + " [SEED]]]");
      System.exit(2);
    }
    if (isAll || what.equals("store")) {
      figures.store(Duration.ofSeconds(number(arguments, isAll ? 9 : 1, 300)));
    }
    if (isAll || what.equals("partition")) {
      figures.partition();
    }
    if (isAll || what.equals("many")) {
      figures.many((int) number(arguments, isAll ? 9 : 1, 10_000));
    }
    if (isAll || what.equals("events")) {
      figures.events(
          (int) number(arguments, isAll ? 9 : 1, 30),
          number(arguments, isAll ? 9 : 2, System.nanoTime()));
    }
    System.exit(figures.hasMissed ? 1 : 0);
  }

  private static long number(String[] arguments, int at, long usual) {
    return arguments.length > at ? Long.parseLong(arguments[at]) : usual;
  }

  private void say(String text) {
    long seconds = (clock.nanos() - fromNanos) / 1_000_000_000;
    out.printf("[%4d s] %s%n", seconds, text);
    out.flush();
  }

  private void figure(String what, Duration took, Duration goal) {
    boolean isMet = took.compareTo(goal) <= 0;
    hasMissed |= !isMet;
    say(
        "%-48s %8d ms   goal %d ms%s"
            .formatted(what, took.toMillis(), goal.toMillis(), isMet ? "" : "   MISSED"));
  }

  private void require(String what, boolean isMet) {
    hasMissed |= !isMet;
    say("%-48s %s".formatted(what, isMet ? "yes" : "no   MISSED"));
  }

  @FunctionalInterface
  private interface Course {
    void run(ServiceLab lab) throws Exception;
  }

  private void inLab(Duration interval, Course course) throws Exception {
    Path directory = Files.createTempDirectory("tributary-service");
    say("files are in %s".formatted(directory));
    try (var lab = new ServiceLab(directory, interval)) {
      course.run(lab);
    }
  }

  private void start(ServiceLab lab, List<String> ids) throws Exception {
    for (String id : ids) {
      lab.start(id);
    }
    lab.awaitRing(PATIENCE);
  }

  private void pass(Duration time) throws InterruptedException {
    clock.sleepUntil(clock.nanos() + time.toNanos());
  }

  private static Duration longestPause(Duration interval) {
    return interval.multipliedBy(2).plus(SCRAPE);
  }

  /// 100 configurations, scraped each second, or every five where that takes long.
  private void store(Duration outage) throws Exception {
    Duration interval = Duration.ofSeconds(outage.compareTo(LONG_RUN) > 0 ? 5 : 1);
    inLab(
        interval,
        lab -> {
          fill(lab, 100);
          start(lab, THREE);
          lab.awaitEachOnce(PATIENCE);
          lab.awaitScrapes(2);
          long from = clock.wallMs();
          var before = lab.assignments();
          say("three agents run 100 configurations");
          down(lab, before, outage);
          slow(lab, before);
          hanging(lab, before);
          compacted(lab, before);
          wiped(lab, before);
          figure(
              "longest pause of any configuration", lab.longestGap(from), longestPause(interval));
          require("no series ended", lab.ends().isEmpty());
        });
  }

  private static void fill(ServiceLab lab, int count) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      lab.stored.add(ServiceLab.name(i));
    }
    lab.store();
  }

  private void down(ServiceLab lab, SortedMap<String, SortedSet<String>> before, Duration outage)
      throws Exception {
    say("etcd is down for %d s".formatted(outage.toSeconds()));
    lab.etcd.stop();
    for (long left = outage.toSeconds(); left > 0; left -= 30) {
      pass(Duration.ofSeconds(Math.min(30, left)));
      require("assignments are kept", lab.assignments().equals(before));
    }
    lab.etcd.start();
    figure("at rest after the outage", lab.awaitCalm(before, PATIENCE), CONVERGENCE);
  }

  private void slow(ServiceLab lab, SortedMap<String, SortedSet<String>> before) throws Exception {
    say("each piece of data takes 500 ms more, each way, for 60 s");
    lab.relay.delay(Duration.ofMillis(500));
    pass(Duration.ofSeconds(60));
    require("assignments are kept", lab.assignments().equals(before));
    lab.relay.delay(Duration.ZERO);
    figure("at rest after a slow store", lab.awaitCalm(before, PATIENCE), CONVERGENCE);
  }

  private void hanging(ServiceLab lab, SortedMap<String, SortedSet<String>> before)
      throws Exception {
    say("etcd hangs for 60 s");
    lab.etcd.pause();
    pass(Duration.ofSeconds(60));
    require("assignments are kept", lab.assignments().equals(before));
    lab.etcd.resume();
    figure("at rest after a store that hung", lab.awaitCalm(before, PATIENCE), CONVERGENCE);
  }

  private void compacted(ServiceLab lab, SortedMap<String, SortedSet<String>> before)
      throws Exception {
    say("etcd loses its history while nobody reaches it");
    lab.relay.cut();
    for (int i = 0; i < 20; i++) {
      lab.store();
    }
    lab.etcd.compact();
    lab.relay.mend();
    figure("at rest after a compaction", lab.awaitCalm(before, PATIENCE), CONVERGENCE);
  }

  private void wiped(ServiceLab lab, SortedMap<String, SortedSet<String>> before) throws Exception {
    say("etcd is wiped; 90 s later the configurations are stored again");
    lab.etcd.stop();
    lab.etcd.wipe();
    lab.etcd.start();
    pass(Duration.ofSeconds(90));
    require("assignments are kept", lab.assignments().equals(before));
    lab.store();
    figure("at rest after a wipe", lab.awaitCalm(before, PATIENCE), CONVERGENCE);
  }

  /// One agent loses what it sends to etcd and hears from it, then only the former; everybody still
  /// reaches targets and receiver. Others take over, so that for a while two scrape.
  private void partition() throws Exception {
    Path directory = Files.createTempDirectory("tributary-service");
    try (var network = NetworkLab.of(ServiceLab.ETCD_HOST);
        var lab = new ServiceLab(directory, Duration.ofSeconds(1), network)) {
      fill(lab, 100);
      for (int host = 1; host <= THREE.size(); host++) {
        lab.startOn(host, THREE.get(host - 1));
      }
      lab.awaitRing(PATIENCE);
      lab.awaitEachOnce(PATIENCE);
      lab.awaitScrapes(2);
      long from = clock.wallMs();
      var before = lab.assignments();
      say("nothing passes between a and etcd, either way, for 40 s");
      network.split(Set.of(1));
      cut(lab, network, before);
      say("what a sends to etcd is lost for 40 s");
      network.lose(1, ServiceLab.ETCD_HOST);
      cut(lab, network, before);
      figure("longest pause of any configuration", lab.longestGap(from), longestPause(SECOND));
      require("no series ended", lab.ends().isEmpty());
    }
  }

  private void cut(ServiceLab lab, NetworkLab network, SortedMap<String, SortedSet<String>> before)
      throws Exception {
    pass(Duration.ofSeconds(40));
    var now = lab.assignments();
    require("a runs what it ran", Objects.equals(now.get("a"), before.get("a")));
    var others = new TreeSet<>(now.get("b"));
    others.addAll(now.get("c"));
    require("others run everything", others.equals(lab.stored));
    network.heal();
    figure("at rest after healing", lab.awaitCalm(before, PATIENCE), CONVERGENCE);
  }

  /// Scraped each minute; what is changed, five times a second.
  private void many(int count) throws Exception {
    inLab(
        Duration.ofMinutes(1),
        lab -> {
          fill(lab, count);
          say("%,d configurations are stored".formatted(count));
          start(lab, THREE);
          say(
              "all run %.1f s after the ring was whole"
                  .formatted(lab.awaitEachOnce(PATIENCE).toMillis() / 1e3));
          memory(lab);
          changes(lab);
          double three = calls(lab);
          start(lab, List.of("d", "e"));
          say(
              "five agents share them out after %d ms"
                  .formatted(lab.awaitEachOnce(PATIENCE).toMillis()));
          double five = calls(lab);
          require("calls per agent do not grow with the agents", five <= three * 1.2);
          memory(lab);
          lab.kill("e");
          Duration limit = ServiceLab.HEARTBEAT_TIMEOUT.plusSeconds(5);
          figure("all run after a kill", lab.awaitEachOnce(PATIENCE), limit);
        });
  }

  private void memory(ServiceLab lab) throws IOException {
    for (var agent : lab.agents.entrySet()) {
      say(
          "resident memory of %s: %d MB"
              .formatted(agent.getKey(), agent.getValue().residentBytes() >> 20));
    }
  }

  private void changes(ServiceLab lab) throws Exception {
    var random = new Random(1);
    var times = new ArrayList<Duration>();
    var names = List.copyOf(lab.stored);
    var agents = List.copyOf(lab.agents.values());
    for (int i = 0; i < 30; i++) {
      String path = "/change-" + i;
      String name = names.get(random.nextInt(names.size()));
      lab.exporter.serve(path, _ -> ScriptedExporter.Page.of(ScriptedExporter.TEXT, "up_here 1\n"));
      long from = clock.nanos();
      String often = "scrape_interval: 200ms, scrape_timeout: 200ms,";
      lab.put(agents.get(i % agents.size()), name, lab.document(name, path, often));
      while (lab.exporter.requestCount(path) == 0 && clock.nanos() - from < PATIENCE.toNanos()) {
        clock.sleepUntil(clock.nanos() + 5_000_000);
      }
      times.add(Duration.ofNanos(clock.nanos() - from));
      lab.put(agents.get(i % agents.size()), name);
    }
    Collections.sort(times);
    say("milliseconds of all: " + times.stream().map(Duration::toMillis).toList());
    say(
        "a change is scraped after %d ms (median)"
            .formatted(times.get(times.size() / 2).toMillis()));
    figure("the slowest change is scraped after", times.getLast(), CHANGE);
  }

  /// Of each agent in a minute, on average.
  private double calls(ServiceLab lab) throws Exception {
    double before = sum(lab);
    pass(Duration.ofMinutes(1));
    double each = (sum(lab) - before) / lab.agents.size();
    say(
        "%d agents: %.1f calls to the store for each agent in a minute"
            .formatted(lab.agents.size(), each));
    return each;
  }

  private static double sum(ServiceLab lab) throws IOException, InterruptedException {
    double sum = 0;
    for (ChildProcess agent : lab.agents.values()) {
      sum += ServiceLab.storeCalls(agent);
    }
    return sum;
  }

  /// 200 configurations, scraped each second, two to five agents.
  private void events(int count, long seed) throws Exception {
    say("seed %d".formatted(seed));
    var random = new Random(seed);
    inLab(
        Duration.ofSeconds(1),
        lab -> {
          fill(lab, 200);
          start(lab, THREE);
          lab.awaitEachOnce(PATIENCE);
          lab.awaitScrapes(2);
          for (int i = 0; i < count; i++) {
            event(lab, random, i);
          }
          require("no series ended", lab.ends().isEmpty());
        });
  }

  private void event(ServiceLab lab, Random random, int number) throws Exception {
    var ids = List.copyOf(lab.agents.keySet());
    String one = ids.get(random.nextInt(ids.size()));
    int kind = ids.size() <= 2 ? 0 : ids.size() >= 5 ? 1 + random.nextInt(3) : random.nextInt(4);
    long begunNanos = clock.nanos();
    long from = clock.wallMs();
    boolean isCrash = kind == 2;
    String what;
    switch (kind) {
      case 0 -> {
        what = "n" + number + " joins";
        lab.start("n" + number);
      }
      case 1 -> {
        what = one + " leaves";
        lab.end(one);
      }
      case 2 -> {
        what = one + " is killed";
        lab.kill(one);
      }
      default -> {
        what = one + " starts anew";
        lab.end(one);
        lab.start(one);
      }
    }
    lab.awaitRing(PATIENCE);
    lab.awaitEachOnce(PATIENCE);
    Duration took = Duration.ofNanos(clock.nanos() - begunNanos);
    lab.awaitScrapes(2);
    Duration most = isCrash ? ServiceLab.HEARTBEAT_TIMEOUT.plusSeconds(5) : longestPause(SECOND);
    say("%s: each runs once %d ms later".formatted(what, took.toMillis()));
    figure("longest pause, " + what, lab.longestGap(from), most);
  }
}
