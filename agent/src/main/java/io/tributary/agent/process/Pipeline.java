package io.tributary.agent.process;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.agent.build.BuildInfo;
import io.tributary.base.bytes.Hash64;
import io.tributary.base.config.ConfigException;
import io.tributary.base.disk.Disk;
import io.tributary.base.host.HostName;
import io.tributary.base.memory.HeapRoom;
import io.tributary.base.time.Clock;
import io.tributary.dialects.prometheus.PrometheusConfig;
import io.tributary.discovery.DiscoveryLimits;
import io.tributary.discovery.DiscoveryManager;
import io.tributary.discovery.DiscoveryMetrics;
import io.tributary.discovery.DiscoverySettings;
import io.tributary.discovery.catalogue.StandardMechanisms;
import io.tributary.metrics.component.DataPlane;
import io.tributary.metrics.remotewrite.DestinationStatus;
import io.tributary.metrics.remotewrite.IncomingMetrics;
import io.tributary.metrics.remotewrite.RemoteWriteSenders;
import io.tributary.metrics.scrape.ScrapeManager;
import io.tributary.metrics.scrape.ScrapeMetrics;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.metrics.wal.ConsumerBudget;
import io.tributary.metrics.wal.Wal;
import io.tributary.metrics.wal.WalSettings;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.Layouts;
import io.tributary.net.client.HttpClients;
import io.tributary.net.scrape.SelectorLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engines of the data plane, wired together: discovery hands targets to scraping, scraping
/// writes columns to the log, a sender for each destination reads them.
///
/// Opening starts nothing but the log; [#apply] brings a configuration into force and may be called
/// again. Closing goes the way of the data: no new targets, no new scrapes, then the senders have
/// until the flush deadline, then the log.
public final class Pipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private static final String USER_AGENT = "Tributary/" + BuildInfo.CURRENT.version();

  private final AgentSettings.Storage storage;
  private final HttpClients clients;
  private final Wal wal;
  private final RemoteWriteSenders senders;
  private final SelectorLoop loop;
  private final ScrapeManager scrapes;
  private final DiscoveryManager discovery;

  private Pipeline(
      AgentSettings settings,
      PrometheusConfig first,
      Clock clock,
      HeapRoom heap,
      PrometheusRegistry registry)
      throws IOException {
    storage = settings.storage();
    clients = new HttpClients(clock);
    loop = SelectorLoop.start("scrape", clock);
    var plane =
        new DataPlane(loop, clients, new Layouts(), Disk.real(), heap, tuning(settings, first));
    try {
      wal = plane.openLog(walSettings(storage), clock, registry);
    } catch (RuntimeException e) {
      loop.close();
      clients.close();
      throw e;
    }
    senders = plane.senders(wal, clock, registry);
    var scrapeMetrics = new ScrapeMetrics(registry);
    scrapeMetrics.watch(loop.bodies(), registry);
    scrapes =
        plane.scrapes(
            plane::scrapeTransport, new IncomingMetrics(wal, registry), clock, scrapeMetrics);
    discovery =
        new DiscoveryManager(
            "scrape",
            settings.scrape().discoveryReloadInterval(),
            DiscoveryLimits.DEFAULTS,
            clock,
            new StandardMechanisms(
                clients::open, USER_AGENT, DiscoveryLimits.DEFAULTS, clock, registry),
            new DiscoveryMetrics(registry),
            scrapes::update);
  }

  /// Opens the log and builds the engines. Of `first`, the window for late samples and the external
  /// labels that tell replicas apart hold until the end; all else waits for [#apply]. Throws where
  /// another process holds the log.
  public static Pipeline open(
      AgentSettings settings,
      PrometheusConfig first,
      Clock clock,
      HeapRoom heap,
      PrometheusRegistry registry)
      throws IOException {
    return new Pipeline(settings, first, clock, heap, registry);
  }

  private static WalSettings walSettings(AgentSettings.Storage storage) {
    WalSettings settings = WalSettings.of(storage.path()).withLockFile(storage.useLockFile());
    return storage
        .segmentBytes()
        .map(bytes -> settings.withSegments(bytes, settings.segmentAge()))
        .orElse(settings);
  }

  /// Agents on different hosts, or of different replicas, scrape the same target at different
  /// moments, spread over the whole interval.
  static long offsetSeed(String host, Labels externalLabels) {
    byte[] text = (host + externalLabels).getBytes(StandardCharsets.UTF_8);
    return Hash64.of(text, 0, text.length, 0);
  }

  private static DataPlane.Tuning tuning(AgentSettings settings, PrometheusConfig first) {
    AgentSettings.Storage storage = settings.storage();
    return new DataPlane.Tuning(
        USER_AGENT,
        settings.scrape().timestampTolerance(),
        offsetSeed(HostName.get(), first.global().externalLabels()),
        first.storage().outOfOrderTimeWindow(),
        storage.budgetBytes() == 0 ? Long.MAX_VALUE : storage.budgetBytes(),
        storage.flushDeadline());
  }

  /// Brings `config` into force, part by part in the order of the original: destinations, scrape
  /// jobs, discovery. What failed is said in the answer and does not keep the other parts back.
  public synchronized List<String> apply(PrometheusConfig config) {
    var failures = new ArrayList<String>();
    attempt("remote storage", failures, () -> applyDestinations(config));
    attempt(
        "scrape",
        failures,
        () -> scrapes.apply(config.scrapeJobs()).forEach(one -> failures.add("scrape: " + one)));
    attempt("scrape discovery", failures, () -> discovery.apply(discoverySettings(config)));
    return failures;
  }

  private void applyDestinations(PrometheusConfig config) {
    senders.apply(config.remoteWrites(), config.global().externalLabels(), budget());
  }

  private ConsumerBudget budget() {
    long bytes = storage.budgetBytes() == 0 ? Long.MAX_VALUE : storage.budgetBytes();
    return new ConsumerBudget(bytes, storage.budgetAge().orElse(Duration.ZERO));
  }

  private static Map<String, List<DiscoverySettings>> discoverySettings(PrometheusConfig config) {
    var byJob = new LinkedHashMap<String, List<DiscoverySettings>>();
    for (ScrapeSettings job : config.scrapeJobs()) {
      byJob.put(job.jobName(), job.discovery());
    }
    return byJob;
  }

  private static void attempt(String part, List<String> failures, Runnable action) {
    try {
      action.run();
    } catch (ConfigException | UncheckedIOException e) {
      failures.add(part + ": " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("part", part).setCause(e).log("Cannot apply a configuration");
      failures.add(part + ": " + e);
    }
  }

  /// The scrape engine, for what it can tell.
  public ScrapeManager scrapes() {
    return scrapes;
  }

  /// What each destination is doing.
  public List<DestinationStatus> destinations() {
    return senders.status();
  }

  /// Ends discovery and scraping; what was scraped goes on being sent.
  public void stopScraping() {
    discovery.close();
    scrapes.close();
  }

  /// Ends everything within the flush deadline and a little more.
  @Override
  public void close() {
    stopScraping();
    loop.close();
    try {
      senders.stop(storage.flushDeadline());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    wal.close();
    clients.close();
  }
}
