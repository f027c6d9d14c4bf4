package io.tributary.cluster.service;

import io.tributary.base.config.ConfigException;
import io.tributary.base.disk.Disk;
import io.tributary.cluster.configs.DocumentCheck;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// One agent of a [SimulatedCluster]: the real service, stepped by hand, with its own ways to the
/// stores.
final class SimulatedAgent implements Workload {
  /// Fewer than by default, for the sake of time.
  private static final int TOKENS = 32;

  final String id;
  final FaultyStore ringStore;
  final FaultyStore configurationStore;
  final ScrapingService service;
  final Map<String, String> running = new TreeMap<>();

  /// Stopped for good, which ends their series.
  final Set<String> ended = new TreeSet<>();

  int applied;
  boolean isPaused;

  /// It is in the ring, and does not get round to what it is to run.
  boolean isSlow;

  /// It does not know what others ask.
  boolean isOriginal;

  SimulatedAgent(
      SimulatedCluster cluster, String id, ScrapingServiceSettings settings, Random random) {
    this.id = id;
    ringStore = new FaultyStore(cluster.ring);
    configurationStore = new FaultyStore(cluster.configurations);
    service =
        new ScrapingService(
            settings,
            new ServiceParts(
                ringStore,
                configurationStore,
                address(id),
                this,
                new LineCheck(),
                cluster.calls(),
                cluster.clock,
                random,
                Disk.real()),
            Runnable::run);
  }

  static String address(String id) {
    return id + ":12346";
  }

  void cut() {
    ringStore.cut();
    configurationStore.cut();
  }

  void mend() {
    ringStore.mend();
    configurationStore.mend();
  }

  @Override
  public void apply(String name, byte[] yaml) {
    String text = new String(yaml, StandardCharsets.UTF_8);
    if (text.contains("bad")) {
      throw new ConfigException("cannot run \"" + name + "\": it is bad");
    }
    applied++;
    running.put(name, text);
    ended.remove(name);
  }

  @Override
  public void remove(String name, boolean isMoved) {
    running.remove(name);
    if (!isMoved) {
      ended.add(name);
    }
  }

  @Override
  public Set<String> names() {
    return running.keySet();
  }

  /// Lines `job NAME` are jobs; a line `refused` is refused.
  static final class LineCheck implements DocumentCheck {
    @Override
    public Document check(String name, byte[] yaml) {
      if (new String(yaml, StandardCharsets.UTF_8).contains("refused")) {
        throw new ConfigException("failed to validate config: refused");
      }
      return new Document(yaml, jobs(yaml));
    }

    @Override
    public Set<String> jobs(byte[] yaml) {
      var jobs = new TreeSet<String>();
      new String(yaml, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("job "))
          .forEach(line -> jobs.add(line.substring(4)));
      return jobs;
    }
  }

  static ScrapingServiceSettings settings(String id, Duration reshardInterval, boolean takesOver) {
    LifecyclerSettings base = LifecyclerSettings.DEFAULTS;
    var ring =
        new LifecyclerSettings.RingSettings(
            base.ring().store(), Duration.ofMinutes(1), Set.of(), takesOver);
    var lifecycler =
        new LifecyclerSettings(
            ring,
            TOKENS,
            base.heartbeatPeriod(),
            base.observePeriod(),
            base.joinAfter(),
            base.finalSleep(),
            "",
            base.interfaces(),
            false,
            "",
            0,
            id,
            "",
            true);
    ScrapingServiceSettings defaults = ScrapingServiceSettings.DEFAULTS;
    return new ScrapingServiceSettings(
        true,
        reshardInterval,
        defaults.reshardTimeout(),
        defaults.notifyTimeout(),
        defaults.configurations(),
        lifecycler,
        defaults.client(),
        false);
  }
}
