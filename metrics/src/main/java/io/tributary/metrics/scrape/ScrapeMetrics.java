package io.tributary.metrics.scrape;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tributary.base.memory.MemoryBudget;
import io.tributary.base.time.Clock;
import io.tributary.metrics.telemetry.Count;
import io.tributary.metrics.telemetry.Deferred;
import io.tributary.metrics.telemetry.Families;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// What the scrape engine tells of itself, under the names that dashboards know.
///
/// Source: prometheus/prometheus `scrape/metrics.go`.
public final class ScrapeMetrics {
  private static final String PREFIX = "prometheus_target_";

  /// Buckets grow by less than a tenth.
  private static final int NATIVE_SCHEMA = 3;

  private static final Families<ScrapeMetrics> FAMILIES =
      new Families<ScrapeMetrics>(metrics -> metrics.createdMs)
          .counter(
              PREFIX + "scrape_pools_total",
              "Total number of scrape pool creation attempts.",
              metrics -> metrics.pools.sum())
          .counter(
              PREFIX + "scrape_pools_failed_total",
              "Total number of scrape pool creations that failed.",
              metrics -> metrics.poolsFailed.sum())
          .counter(
              PREFIX + "scrape_pool_reloads_total",
              "Total number of scrape pool reloads.",
              metrics -> metrics.poolReloads.sum())
          .counter(
              PREFIX + "scrape_pool_reloads_failed_total",
              "Total number of failed scrape pool reloads.",
              metrics -> metrics.poolReloadsFailed.sum())
          .counter(
              PREFIX + "scrape_pool_exceeded_target_limit_total",
              "Total number of times scrape pools hit the target limit, during sync or config"
                  + " reload.",
              metrics -> metrics.exceededTargetLimit.sum())
          .counter(
              PREFIX + "scrape_pool_exceeded_label_limits_total",
              "Total number of times scrape pools hit the label limits, during sync or config"
                  + " reload.",
              metrics -> metrics.exceededLabelLimits.sum())
          .counter(
              PREFIX + "scrapes_exceeded_sample_limit_total",
              "Total number of scrapes that hit the sample limit and were rejected.",
              metrics -> metrics.exceededSampleLimit.sum())
          .counter(
              PREFIX + "scrapes_exceeded_body_size_limit_total",
              "Total number of scrapes that hit the body size limit",
              metrics -> metrics.exceededBodySizeLimit.sum())
          .counter(
              PREFIX + "scrapes_exceeded_native_histogram_bucket_limit_total",
              "Total number of scrapes that hit the native histogram bucket limit and were"
                  + " rejected.",
              metrics -> metrics.exceededBucketLimit.sum())
          .counter(
              PREFIX + "scrapes_sample_duplicate_timestamp_total",
              "Total number of samples rejected due to duplicate timestamps but different values.",
              metrics -> metrics.duplicateTimestamp.sum())
          .counter(
              PREFIX + "scrapes_sample_out_of_order_total",
              "Total number of samples rejected due to not being out of the expected order.",
              metrics -> metrics.outOfOrder.sum())
          .counter(
              "prometheus_agent_out_of_order_samples_total",
              "Total number of out of order samples ingestion failed attempts.",
              metrics -> metrics.agentOutOfOrder.sum())
          .counter(
              PREFIX + "scrapes_sample_out_of_bounds_total",
              "Total number of samples rejected due to timestamp falling outside of the time"
                  + " bounds.",
              metrics -> metrics.outOfBounds.sum())
          .counter(
              PREFIX + "scrapes_exemplar_out_of_order_total",
              "Total number of exemplar rejected due to not being out of the expected order.",
              metrics -> metrics.exemplarOutOfOrder.sum())
          .counter(
              PREFIX + "scrapes_cache_flush_forced_total",
              "Always zero: what is known of a page does not grow while scrapes fail.",
              _ -> 0)
          .counter(
              "tributary_scrape_pages_matched_total",
              "Bodies that equalled the previous page.",
              metrics -> metrics.pagesMatched.sum())
          .counter(
              "tributary_scrape_pages_patched_total",
              "Bodies that differed from the previous page in places, and were parsed there alone.",
              metrics -> metrics.pagesPatched.sum())
          .counter(
              "tributary_scrape_pages_read_total",
              "Bodies that had to be parsed in full.",
              metrics -> metrics.pagesRead.sum())
          .counter(
              "tributary_scrape_missed_ticks_total",
              "Due times that passed while a scrape was under way.",
              metrics -> metrics.missedTicks.sum())
          .counter(
              "tributary_scrape_fenced_total",
              "Due times of shared targets that were left to another side of the cluster, or passed"
                  + " until it was known whether there is one.",
              metrics -> metrics.fencedScrapes.sum())
          .counter(
              "tributary_scrape_held_timestamps_total",
              "Scrapes whose timestamp was held behind the previous one because the clock went"
                  + " back.",
              metrics -> metrics.heldTimestamps.sum())
          .counter(
              "tributary_scrape_refused_for_memory_total",
              "Scrapes that failed because their page would have taken more memory than there is.",
              metrics -> metrics.refusedForMemory.sum());

  private static final Families<OfJob> OF_JOBS =
      new Families<OfJob>(job -> job.createdMs)
          .counter(
              PREFIX + "sync_failed_total",
              "Total number of target sync failures.",
              job -> job.syncsFailed.sum())
          .counter(
              PREFIX + "scrape_pool_sync_total",
              "Total number of syncs that were executed on a scrape pool.",
              job -> job.syncs.sum())
          .gauge(
              PREFIX + "scrape_pool_targets",
              "Current number of targets in this scrape pool.",
              job -> job.targets)
          .gauge(
              PREFIX + "scrape_pool_target_limit",
              "Maximum number of targets allowed in this scrape pool.",
              job -> job.targetLimit)
          .gauge(
              PREFIX + "scrape_pool_symboltable_items",
              "Current number of blocks that the pages of this scrape pool share.",
              job -> job.symbols);

  private static final Families<MetadataSize> SIZES =
      new Families<MetadataSize>(_ -> 0)
          .gauge(
              PREFIX + "metadata_cache_entries",
              "Total number of metric metadata entries in the cache",
              MetadataSize::entries)
          .gauge(
              PREFIX + "metadata_cache_bytes",
              "The number of bytes that are currently used for storing metric metadata in the"
                  + " cache",
              MetadataSize::bytes);

  final Count pools = new Count();
  final Count poolsFailed = new Count();
  final Count poolReloads = new Count();
  final Count poolReloadsFailed = new Count();
  final Count exceededTargetLimit = new Count();
  final Count exceededLabelLimits = new Count();
  final Count exceededSampleLimit = new Count();
  final Count exceededBodySizeLimit = new Count();
  final Count exceededBucketLimit = new Count();
  final Count duplicateTimestamp = new Count();
  final Count outOfOrder = new Count();
  final Count agentOutOfOrder = new Count();
  final Count outOfBounds = new Count();
  final Count exemplarOutOfOrder = new Count();
  final Count pagesMatched = new Count();
  final Count pagesPatched = new Count();
  final Count pagesRead = new Count();
  final Count missedTicks = new Count();
  final Count fencedScrapes = new Count();
  final Count heldTimestamps = new Count();
  final Count refusedForMemory = new Count();
  final Deferred<Summary> intervalLength =
      summary("interval_length_seconds", "Actual intervals between scrapes.", "interval");
  final Deferred<Histogram> intervalLengthHistogram =
      histogram(
          "interval_length_histogram_seconds",
          "Actual intervals between scrapes as a histogram.",
          "interval");
  final Deferred<Summary> syncLength =
      summary("sync_length_seconds", "Actual interval to sync the scrape pool.", "scrape_job");
  final Deferred<Histogram> syncLengthHistogram =
      histogram(
          "sync_length_histogram_seconds",
          "Actual interval to sync the scrape pool as a histogram.",
          "scrape_job");
  final Deferred<Summary> reloadLength =
      summary(
          "reload_length_seconds",
          "Actual interval to reload the scrape pool with a given configuration.",
          "interval");
  final Deferred<Histogram> scrapeDuration = new Deferred<>(ScrapeMetrics::scrapeDuration);

  private final long createdMs = Clock.system().wallMs();
  private final Map<String, OfJob> jobs = new ConcurrentSkipListMap<>();
  private final List<Supplier<Map<String, MetadataSize>>> metadata = new CopyOnWriteArrayList<>();

  /// What is told of one job.
  static final class OfJob {
    final Count syncs = new Count();
    final Count syncsFailed = new Count();
    volatile long targets;
    volatile long targetLimit;
    volatile long symbols;
    private final long createdMs = Clock.system().wallMs();
  }

  public ScrapeMetrics(PrometheusRegistry registry) {
    MultiCollector all = this::collect;
    registry.register(all);
  }

  private MetricSnapshots collect() {
    var all = new ArrayList<MetricSnapshot>(FAMILIES.of(this));
    all.addAll(OF_JOBS.of(byJob(jobs)));
    all.addAll(SIZES.of(byJob(metadataSizes())));
    all.add(scrapeDuration.get().collect());
    for (Deferred<?> one :
        List.of(
            intervalLength,
            intervalLengthHistogram,
            syncLength,
            syncLengthHistogram,
            reloadLength)) {
      one.collect().ifPresent(all::add);
    }
    return new MetricSnapshots(all);
  }

  private Map<String, MetadataSize> metadataSizes() {
    var all = new TreeMap<String, MetadataSize>();
    metadata.forEach(some -> all.putAll(some.get()));
    return all;
  }

  private static <T> Map<Labels, T> byJob(Map<String, T> jobs) {
    var labelled = new LinkedHashMap<Labels, T>();
    jobs.forEach((job, of) -> labelled.put(Labels.of("scrape_job", job), of));
    return labelled;
  }

  private static Deferred<Summary> summary(String name, String help, String label) {
    return new Deferred<>(() ->
        Summary.builder()
            .name(PREFIX + name)
            .help(help)
            .labelNames(label)
            .quantile(0.01, 0.001)
            .quantile(0.05, 0.005)
            .quantile(0.5, 0.05)
            .quantile(0.90, 0.01)
            .quantile(0.99, 0.001)
            .build());
  }

  private static Deferred<Histogram> histogram(String name, String help, String label) {
    return new Deferred<>(() ->
        Histogram.builder()
            .name(PREFIX + name)
            .help(help)
            .labelNames(label)
            .classicUpperBounds(0.01, 0.1, 1, 10)
            .nativeInitialSchema(NATIVE_SCHEMA)
            .nativeMaxNumberOfBuckets(100)
            .nativeResetDuration(1, TimeUnit.HOURS)
            .build());
  }

  private static Histogram scrapeDuration() {
    return Histogram.builder()
        .name(PREFIX + "scrape_duration_seconds")
        .help("Duration of scrapes until they are in the log, of jobs with extra scrape metrics.")
        .nativeOnly()
        .nativeInitialSchema(NATIVE_SCHEMA)
        .nativeMaxNumberOfBuckets(100)
        .nativeResetDuration(1, TimeUnit.HOURS)
        .build();
  }

  /// What is told of a job, from now on until [#forget].
  OfJob of(String job) {
    return jobs.computeIfAbsent(job, _ -> new OfJob());
  }

  /// A synchronisation of the job's targets took so long.
  void synced(String job, double seconds) {
    of(job).syncs.inc();
    syncLength.get().labelValues(job).observe(seconds);
    syncLengthHistogram.get().labelValues(job).observe(seconds);
  }

  /// The job is gone.
  void forget(String job) {
    jobs.remove(job);
    syncLength.get().remove(job);
    syncLengthHistogram.get().remove(job);
  }

  /// Tells how much of the memory for bodies is in use.
  public void watch(MemoryBudget bodies, PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("tributary_scrape_body_bytes")
        .help("Memory of bodies on their way, over all targets.")
        .callback(callback -> callback.call((double) bodies.usedBytes()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("tributary_scrape_body_limit_bytes")
        .help("Most memory that bodies on their way may take.")
        .callback(callback -> callback.call((double) bodies.totalBytes()))
        .register(registry);
  }

  /// What the families of a job's targets say of themselves: how many, and in how many characters.
  record MetadataSize(long entries, long bytes) {
    static final MetadataSize NONE = new MetadataSize(0, 0);

    MetadataSize plus(MetadataSize other) {
      return new MetadataSize(entries + other.entries, bytes + other.bytes);
    }
  }

  /// Adds somebody who knows the sizes of some jobs, by their names, whenever they are asked for.
  void addMetadata(Supplier<Map<String, MetadataSize>> source) {
    metadata.add(source);
  }

  void removeMetadata(Supplier<Map<String, MetadataSize>> source) {
    metadata.remove(source);
  }
}
