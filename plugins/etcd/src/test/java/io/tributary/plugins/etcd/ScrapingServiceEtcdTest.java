package io.tributary.plugins.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.disk.Disk;
import io.tributary.base.plugin.Plugins;
import io.tributary.base.secret.Secret;
import io.tributary.base.time.Clock;
import io.tributary.cluster.configs.DocumentCheck;
import io.tributary.cluster.configs.Packed;
import io.tributary.cluster.service.ConfigurationStatus;
import io.tributary.cluster.service.LifecyclerSettings;
import io.tributary.cluster.service.RingReport;
import io.tributary.cluster.service.ScrapingService;
import io.tributary.cluster.service.ScrapingServiceSettings;
import io.tributary.cluster.service.ServiceParts;
import io.tributary.cluster.service.Workload;
import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.StoreException;
import io.tributary.cluster.store.StoreMetrics;
import io.tributary.cluster.store.StoreSettings;
import io.tributary.cluster.store.StoreUse;
import io.tributary.cluster.store.Stores;
import io.tributary.testkit.store.Etcd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three scraping services in one process, over the real etcd.
class ScrapingServiceEtcdTest {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private final Clock clock = Clock.system();
  private final List<Agent> agents = new ArrayList<>();
  private final Stores stores =
      new Stores(
          new Plugins(Optional.empty()),
          new StoreMetrics(new PrometheusRegistry()),
          clock,
          new Random(1));
  @TempDir Path folder;

  /// Keeps texts in place of running them.
  private static final class Agent implements Workload {
    final Map<String, String> running = new ConcurrentHashMap<>();
    final AtomicInteger removed = new AtomicInteger();
    final List<KeyValueStore> stores = new ArrayList<>();

    @Override
    public void apply(String name, byte[] yaml) {
      running.put(name, new String(yaml, UTF_8));
    }

    @Override
    public void remove(String name, boolean isMoved) {
      running.remove(name);
      removed.incrementAndGet();
    }

    @Override
    public Set<String> names() {
      return running.keySet();
    }
  }

  /// Takes everything; a configuration has one job of its text.
  private static final class Anything implements DocumentCheck {
    @Override
    public Document check(String name, byte[] yaml) {
      return new Document(yaml, jobs(yaml));
    }

    @Override
    public Set<String> jobs(byte[] yaml) {
      return Set.of(new String(yaml, UTF_8));
    }
  }

  private ScrapingService start(Etcd etcd, String id) throws StoreException {
    var agent = new Agent();
    agents.add(agent);
    KeyValueStore ring = open(etcd, "collectors/", StoreUse.LIFECYCLER);
    KeyValueStore configurations = open(etcd, "configurations/", StoreUse.CONFIGURATIONS);
    agent.stores.addAll(List.of(ring, configurations));
    return ScrapingService.start(
        settings(id),
        new ServiceParts(
            ring,
            configurations,
            id + ":12346",
            agent,
            new Anything(),
            (_, _) -> {},
            clock,
            new Random(id.hashCode()),
            Disk.real()));
  }

  private KeyValueStore open(Etcd etcd, String prefix, StoreUse use) throws StoreException {
    var settings =
        new StoreSettings(
            StoreSettings.Kind.ETCD,
            prefix,
            StoreSettings.Consul.DEFAULTS,
            new StoreSettings.Etcd(
                List.of(etcd.endpoint()),
                Duration.ofSeconds(2),
                10,
                Optional.empty(),
                "",
                Secret.EMPTY),
            StoreSettings.Multi.DEFAULTS);
    return stores.open(settings, use);
  }

  private static ScrapingServiceSettings settings(String id) {
    LifecyclerSettings base = LifecyclerSettings.DEFAULTS;
    var lifecycler =
        new LifecyclerSettings(
            base.ring(),
            base.tokens(),
            Duration.ofSeconds(1),
            base.observePeriod(),
            base.joinAfter(),
            base.finalSleep(),
            "",
            List.of(),
            false,
            "",
            0,
            id,
            "",
            true);
    ScrapingServiceSettings defaults = ScrapingServiceSettings.DEFAULTS;
    return new ScrapingServiceSettings(
        true,
        Duration.ofSeconds(10),
        defaults.reshardTimeout(),
        defaults.notifyTimeout(),
        defaults.configurations(),
        lifecycler,
        defaults.client(),
        false);
  }

  @AfterEach
  void closeStores() {
    agents.forEach(agent -> agent.stores.forEach(KeyValueStore::close));
  }

  private long await(BooleanSupplier isReached) throws InterruptedException {
    long from = clock.nanos();
    while (!isReached.getAsBoolean()) {
      assertThat(clock.nanos() - from).as("time").isLessThan(LONGEST.toNanos());
      clock.sleepUntil(clock.nanos() + 2_000_000);
    }
    return Duration.ofNanos(clock.nanos() - from).toMillis();
  }

  private long running() {
    return agents.stream().mapToInt(agent -> agent.running.size()).sum();
  }

  private void put(Etcd etcd, int from, int to) throws Exception {
    var values = new HashMap<String, byte[]>();
    for (int i = from; i < to; i++) {
      String name = "team-" + Integer.toHexString(i * 0x9e3779b1) + "-" + i;
      values.put("configurations/" + name, Packed.pack(("job " + i).getBytes(UTF_8)));
    }
    etcd.putAll(values);
  }

  @Test
  void aChangeOfTenThousandRunsWithinTwoSeconds() throws Exception {
    try (var etcd = Etcd.start(folder)) {
      put(etcd, 0, 10_000);
      ScrapingService one = start(etcd, "one");
      long alone = await(() -> running() == 10_000);
      ScrapingService other = start(etcd, "other");
      long shared = await(() -> agents.get(1).running.size() > 100 && running() == 10_000);
      byte[] changed = Packed.pack("changed".getBytes(UTF_8));
      etcd.put("configurations/new", changed);
      long created = await(() -> agents.stream().anyMatch(a -> a.running.containsKey("new")));
      etcd.delete("configurations/new");
      long deleted = await(() -> agents.stream().noneMatch(a -> a.running.containsKey("new")));
      long from = clock.nanos();
      one.configurations().put("by-api", "job by api".getBytes(UTF_8));
      long api = Duration.ofNanos(clock.nanos() - from).toMillis();
      System.out.printf(
          "10,000 configurations: alone after %d ms, shared after %d ms; one created after %d ms,"
              + " deleted after %d ms; stored by API in %d ms%n",
          alone, shared, created, deleted, api);
      assertThat(created).isLessThan(2_000);
      assertThat(deleted).isLessThan(2_000);
      one.close();
      await(() -> agents.get(1).running.size() == 10_001);
      other.close();
    }
  }

  @Test
  void nothingStopsWhileEtcdIsAwayOrComesBackEmpty() throws Exception {
    try (var etcd = Etcd.start(folder)) {
      put(etcd, 0, 60);
      var services = List.of(start(etcd, "a"), start(etcd, "b"), start(etcd, "c"));
      await(() -> agents.stream().noneMatch(agent -> agent.running.isEmpty()) && running() == 60);
      await(() -> services.stream().allMatch(ScrapingServiceEtcdTest::isSettled));
      int removed = removedSoFar();
      etcd.stop();
      await(() -> services.stream().noneMatch(service -> service.problems().isEmpty()));
      etcd.wipe();
      etcd.start();
      await(() -> members(services.getFirst()) == 3);
      await(() -> services.stream().allMatch(ScrapingServiceEtcdTest::misses));
      assertThat(running()).isEqualTo(60);
      assertThat(removedSoFar()).isEqualTo(removed);
      for (ScrapingService service : services) {
        service.close();
      }
    }
  }

  private static boolean isSettled(ScrapingService service) {
    return service.statuses().stream()
        .allMatch(status -> status.state() == ConfigurationStatus.State.RUNNING);
  }

  private static boolean misses(ScrapingService service) {
    return service.problems().stream().anyMatch(text -> text.startsWith("60 configurations"));
  }

  private int removedSoFar() {
    return agents.stream().mapToInt(agent -> agent.removed.get()).sum();
  }

  private static int members(ScrapingService service) {
    try {
      return service.report().members().stream().map(RingReport.Member::id).toList().size();
    } catch (StoreException _) {
      return 0;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
