package io.tributary.metrics.scrape;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.memory.MemoryBudget;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// What the scrape engine tells of itself, under the names that dashboards know.
///
/// Source: prometheus/prometheus `scrape/metrics.go`.
public final class ScrapeMetrics {
  /// Buckets grow by less than a tenth.
  private static final int NATIVE_SCHEMA = 3;

  final Summary intervalLength;
  final Histogram intervalLengthHistogram;
  final Summary syncLength;
  final Histogram syncLengthHistogram;
  final Summary reloadLength;
  final Counter syncFailed;
  final Counter pools;
  final Counter poolsFailed;
  final Counter poolReloads;
  final Counter poolReloadsFailed;
  final Counter poolSyncs;
  final Gauge poolTargets;
  final Gauge poolTargetLimit;
  final Gauge poolSymbols;
  final Counter exceededTargetLimit;
  final Counter exceededLabelLimits;
  final Counter exceededSampleLimit;
  final Counter exceededBodySizeLimit;
  final Counter exceededBucketLimit;
  final Counter duplicateTimestamp;
  final Counter outOfOrder;
  final Counter agentOutOfOrder;
  final Counter outOfBounds;
  final Counter exemplarOutOfOrder;
  final Counter cacheFlushForced;
  final Histogram scrapeDuration;
  private volatile Supplier<Map<String, MetadataSize>> metadata = Map::of;
  final Counter pagesMatched;
  final Counter pagesPatched;
  final Counter pagesRead;
  final Counter missedTicks;
  final Counter heldTimestamps;
  final Counter refusedForMemory;

  public ScrapeMetrics(PrometheusRegistry registry) {
    intervalLength =
        Summary.builder()
            .name("prometheus_target_interval_length_seconds")
            .help("Actual intervals between scrapes.")
            .labelNames("interval")
            .quantile(0.01, 0.001)
            .quantile(0.05, 0.005)
            .quantile(0.5, 0.05)
            .quantile(0.90, 0.01)
            .quantile(0.99, 0.001)
            .register(registry);
    intervalLengthHistogram =
        Histogram.builder()
            .name("prometheus_target_interval_length_histogram_seconds")
            .help("Actual intervals between scrapes as a histogram.")
            .labelNames("interval")
            .classicUpperBounds(0.01, 0.1, 1, 10)
            .nativeInitialSchema(NATIVE_SCHEMA)
            .nativeMaxNumberOfBuckets(100)
            .nativeResetDuration(1, TimeUnit.HOURS)
            .register(registry);
    syncLength =
        Summary.builder()
            .name("prometheus_target_sync_length_seconds")
            .help("Actual interval to sync the scrape pool.")
            .labelNames("scrape_job")
            .quantile(0.01, 0.001)
            .quantile(0.05, 0.005)
            .quantile(0.5, 0.05)
            .quantile(0.90, 0.01)
            .quantile(0.99, 0.001)
            .register(registry);
    syncLengthHistogram =
        Histogram.builder()
            .name("prometheus_target_sync_length_histogram_seconds")
            .help("Actual interval to sync the scrape pool as a histogram.")
            .labelNames("scrape_job")
            .classicUpperBounds(0.01, 0.1, 1, 10)
            .nativeInitialSchema(NATIVE_SCHEMA)
            .nativeMaxNumberOfBuckets(100)
            .nativeResetDuration(1, TimeUnit.HOURS)
            .register(registry);
    reloadLength =
        Summary.builder()
            .name("prometheus_target_reload_length_seconds")
            .help("Actual interval to reload the scrape pool with a given configuration.")
            .labelNames("interval")
            .quantile(0.01, 0.001)
            .quantile(0.05, 0.005)
            .quantile(0.5, 0.05)
            .quantile(0.90, 0.01)
            .quantile(0.99, 0.001)
            .register(registry);
    syncFailed =
        counter(
            registry, "sync_failed_total", "Total number of target sync failures.", "scrape_job");
    pools =
        counter(registry, "scrape_pools_total", "Total number of scrape pool creation attempts.");
    poolsFailed =
        counter(
            registry,
            "scrape_pools_failed_total",
            "Total number of scrape pool creations that failed.");
    poolReloads =
        counter(registry, "scrape_pool_reloads_total", "Total number of scrape pool reloads.");
    poolReloadsFailed =
        counter(
            registry,
            "scrape_pool_reloads_failed_total",
            "Total number of failed scrape pool reloads.");
    poolSyncs =
        counter(
            registry,
            "scrape_pool_sync_total",
            "Total number of syncs that were executed on a scrape pool.",
            "scrape_job");
    poolTargets =
        gauge(registry, "scrape_pool_targets", "Current number of targets in this scrape pool.");
    poolTargetLimit =
        gauge(
            registry,
            "scrape_pool_target_limit",
            "Maximum number of targets allowed in this scrape pool.");
    poolSymbols =
        gauge(
            registry,
            "scrape_pool_symboltable_items",
            "Current number of blocks that the pages of this scrape pool share.");
    exceededTargetLimit =
        counter(
            registry,
            "scrape_pool_exceeded_target_limit_total",
            "Total number of times scrape pools hit the target limit, during sync or config"
                + " reload.");
    exceededLabelLimits =
        counter(
            registry,
            "scrape_pool_exceeded_label_limits_total",
            "Total number of times scrape pools hit the label limits, during sync or config"
                + " reload.");
    exceededSampleLimit =
        counter(
            registry,
            "scrapes_exceeded_sample_limit_total",
            "Total number of scrapes that hit the sample limit and were rejected.");
    exceededBodySizeLimit =
        counter(
            registry,
            "scrapes_exceeded_body_size_limit_total",
            "Total number of scrapes that hit the body size limit");
    exceededBucketLimit =
        counter(
            registry,
            "scrapes_exceeded_native_histogram_bucket_limit_total",
            "Total number of scrapes that hit the native histogram bucket limit and were"
                + " rejected.");
    duplicateTimestamp =
        counter(
            registry,
            "scrapes_sample_duplicate_timestamp_total",
            "Total number of samples rejected due to duplicate timestamps but different values.");
    outOfOrder =
        counter(
            registry,
            "scrapes_sample_out_of_order_total",
            "Total number of samples rejected due to not being out of the expected order.");
    agentOutOfOrder =
        Counter.builder()
            .name("prometheus_agent_out_of_order_samples_total")
            .help("Total number of out of order samples ingestion failed attempts.")
            .register(registry);
    outOfBounds =
        counter(
            registry,
            "scrapes_sample_out_of_bounds_total",
            "Total number of samples rejected due to timestamp falling outside of the time"
                + " bounds.");
    exemplarOutOfOrder =
        counter(
            registry,
            "scrapes_exemplar_out_of_order_total",
            "Total number of exemplar rejected due to not being out of the expected order.");
    cacheFlushForced =
        counter(
            registry,
            "scrapes_cache_flush_forced_total",
            "Always zero: what is known of a page does not grow while scrapes fail.");
    scrapeDuration =
        Histogram.builder()
            .name("prometheus_target_scrape_duration_seconds")
            .help(
                "Duration of scrapes until they are in the log, of jobs with extra scrape metrics.")
            .nativeOnly()
            .nativeInitialSchema(NATIVE_SCHEMA)
            .nativeMaxNumberOfBuckets(100)
            .nativeResetDuration(1, TimeUnit.HOURS)
            .register(registry);
    metadata(
        registry,
        "entries",
        "Total number of metric metadata entries in the cache",
        MetadataSize::entries);
    metadata(
        registry,
        "bytes",
        "The number of bytes that are currently used for storing metric metadata in the cache",
        MetadataSize::bytes);
    pagesMatched = own(registry, "pages_matched_total", "Bodies that equalled the previous page.");
    pagesPatched =
        own(
            registry,
            "pages_patched_total",
            "Bodies that differed from the previous page in places, and were parsed there alone.");
    pagesRead = own(registry, "pages_read_total", "Bodies that had to be parsed in full.");
    missedTicks =
        own(registry, "missed_ticks_total", "Due times that passed while a scrape was under way.");
    heldTimestamps =
        own(
            registry,
            "held_timestamps_total",
            "Scrapes whose timestamp was held behind the previous one because the clock went"
                + " back.");
    refusedForMemory =
        own(
            registry,
            "refused_for_memory_total",
            "Scrapes that failed because their page would have taken more memory than there is.");
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

  /// Where the sizes come from, by job, whenever they are asked for.
  void metadataFrom(Supplier<Map<String, MetadataSize>> source) {
    metadata = source;
  }

  private void metadata(
      PrometheusRegistry registry, String what, String help, ToLongFunction<MetadataSize> part) {
    GaugeWithCallback.builder()
        .name("prometheus_target_metadata_cache_" + what)
        .help(help)
        .labelNames("scrape_job")
        .callback(callback ->
            metadata
                .get()
                .forEach((job, size) -> callback.call((double) part.applyAsLong(size), job)))
        .register(registry);
  }

  private static Counter counter(
      PrometheusRegistry registry, String name, String help, String... labels) {
    return Counter.builder()
        .name("prometheus_target_" + name)
        .help(help)
        .labelNames(labels)
        .register(registry);
  }

  private static Gauge gauge(PrometheusRegistry registry, String name, String help) {
    return Gauge.builder()
        .name("prometheus_target_" + name)
        .help(help)
        .labelNames("scrape_job")
        .register(registry);
  }

  private static Counter own(PrometheusRegistry registry, String name, String help) {
    return Counter.builder().name("tributary_scrape_" + name).help(help).register(registry);
  }
}
