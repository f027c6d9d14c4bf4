package io.tributary.bench.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What was lost, and what came twice, from the fleet's record of completed responses and the
/// receiver's record of arrivals.
///
/// A response is *in flight* at a kill if it was the last that its target completed before it, and
/// completed at most [#IN_FLIGHT_MS] earlier: the agent may not have read it, or not written it
/// down. A duplicate is *in flight* if its first copy arrived around a kill: the agent may not have
/// seen, or not written down, the answer.
final class Verdict {
  private static final long IN_FLIGHT_MS = 300;

  /// One life of the agent: from its start to its kill, which for the last one is [#NEVER].
  record Life(Weather weather, long startedAtMs, long killedAtMs, long firstScrapeMs) {
    static final long NEVER = Long.MAX_VALUE;

    boolean wasKilled() {
      return killedAtMs != NEVER;
    }
  }

  /// Figures of one kind of weather.
  static final class Tally {
    int kills;
    long served;
    long lostInFlight;
    long oldestInFlightMs;
    long lost;
    long oldestLostMs;
    long slowestStartMs;
  }

  private final List<Life> lives;
  private final Map<Weather, Tally> tallies = new HashMap<>();
  private final int samplesPerScrape;
  private long servedScrapes;
  private long lostInFlight;
  private long lostScrapes;
  private long arrivedSamples;
  private long duplicates;
  private long duplicatesBeyond;

  private Verdict(List<Life> lives, int samplesPerScrape) {
    this.lives = lives;
    this.samplesPerScrape = samplesPerScrape;
    for (var life : lives) {
      var tally = tallies.computeIfAbsent(life.weather(), _ -> new Tally());
      tally.kills += life.wasKilled() ? 1 : 0;
      tally.slowestStartMs = Math.max(tally.slowestStartMs, life.firstScrapeMs());
    }
  }

  /// Reads the fleet's `served` file and the receiver's `dump`.
  static Verdict judge(
      List<Life> lives, List<String> ports, int samplesPerScrape, Path served, Path received)
      throws IOException {
    var verdict = new Verdict(lives, samplesPerScrape);
    Set<String> arrived = new HashSet<>();
    for (var line : Files.readAllLines(received)) {
      var words = line.split(" ");
      switch (words[0]) {
        case "S" -> arrived.add(words[1] + " " + words[2]);
        case "T" -> verdict.arrivedSamples += Long.parseLong(words[2]);
        case "D" -> verdict.duplicate(Long.parseLong(words[1]), Long.parseLong(words[2]));
        default -> throw new IOException("cannot read '" + line + "'");
      }
    }
    verdict.scrapes(ports, Files.readAllLines(served), arrived);
    return verdict;
  }

  private record Scrape(String key, int target, long completedAtMs) {}

  private void scrapes(List<String> ports, List<String> served, Set<String> arrived) {
    var all = new ArrayList<Scrape>();
    for (var line : served) {
      var words = line.split(" ");
      int target = Integer.parseInt(words[0]);
      all.add(new Scrape(ports.get(target) + " " + words[1], target, Long.parseLong(words[2])));
    }
    for (int i = 0; i < all.size(); i++) {
      var scrape = all.get(i);
      // Lines are ordered by target, then by number.
      var next = i + 1 < all.size() ? all.get(i + 1) : scrape;
      long nextAtMs = next.target() == scrape.target() ? next.completedAtMs() : Long.MAX_VALUE;
      judge(scrape, i + 1 == all.size() ? Long.MAX_VALUE : nextAtMs, arrived);
    }
  }

  private void judge(Scrape scrape, long nextAtMs, Set<String> arrived) {
    servedScrapes++;
    var life = lifeAt(scrape.completedAtMs());
    var tally = tallies.computeIfAbsent(life.weather(), _ -> new Tally());
    tally.served++;
    if (arrived.contains(scrape.key())) {
      return;
    }
    long ageMs = life.killedAtMs() - scrape.completedAtMs();
    if (ageMs <= IN_FLIGHT_MS && nextAtMs > life.killedAtMs()) {
      lostInFlight++;
      tally.lostInFlight++;
      tally.oldestInFlightMs = Math.max(tally.oldestInFlightMs, ageMs);
    } else {
      lostScrapes++;
      tally.lost++;
      tally.oldestLostMs = Math.max(tally.oldestLostMs, life.wasKilled() ? ageMs : 0);
    }
  }

  /// The life during which something happened; a moment after a kill still belongs to it.
  private Life lifeAt(long atMs) {
    for (int i = lives.size() - 1; i > 0; i--) {
      if (atMs >= lives.get(i).startedAtMs()) {
        return lives.get(i);
      }
    }
    return lives.getFirst();
  }

  private void duplicate(long firstAtMs, long againAtMs) {
    duplicates++;
    for (var life : lives) {
      long killed = life.killedAtMs();
      if (Math.abs(firstAtMs - killed) <= IN_FLIGHT_MS && againAtMs > killed) {
        return;
      }
    }
    duplicatesBeyond++;
  }

  Map<Weather, Tally> tallies() {
    return tallies;
  }

  long servedScrapes() {
    return servedScrapes;
  }

  long scrapesLostInFlight() {
    return lostInFlight;
  }

  long scrapesLost() {
    return lostScrapes;
  }

  /// Samples that were served and never arrived, beyond those of scrapes in flight; counts parts of
  /// scrapes too.
  long samplesLost() {
    return (servedScrapes - lostInFlight) * samplesPerScrape - arrivedSamples;
  }

  long duplicates() {
    return duplicates;
  }

  long duplicatesBeyond() {
    return duplicatesBeyond;
  }
}
