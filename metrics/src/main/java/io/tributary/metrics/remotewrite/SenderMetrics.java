package io.tributary.metrics.remotewrite;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.StatefulMetric;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/// The metrics of all destinations under the names that dashboards and alerts know, and a few
/// truthful ones of our own.
///
/// Source: prometheus/prometheus `storage/remote/queue_manager.go` and `tsdb/wlog/watcher.go`.
final class SenderMetrics {
  private static final String PREFIX = "prometheus_remote_storage_";
  private static final List<String> DROP_REASONS =
      List.of(
          "too_old",
          "dropped_series",
          "unintentionally_dropped_series",
          "nhcb_in_rw1_not_supported");

  private final PrometheusRegistry registry;
  private final Counter samples;
  private final Counter exemplars;
  private final Counter histograms;
  private final Counter metadata;
  private final Counter samplesFailed;
  private final Counter exemplarsFailed;
  private final Counter histogramsFailed;
  private final Counter metadataFailed;
  private final Counter samplesRetried;
  private final Counter exemplarsRetried;
  private final Counter histogramsRetried;
  private final Counter metadataRetried;
  private final Counter samplesDropped;
  private final Counter exemplarsDropped;
  private final Counter histogramsDropped;
  private final Counter enqueueRetries;
  private final Histogram sentBatchDuration;
  private final Gauge highestSentTimestamp;
  private final Gauge shards;
  private final Gauge shardsMax;
  private final Gauge shardsMin;
  private final Gauge shardsDesired;
  private final Gauge shardCapacity;
  private final Gauge maxSamplesPerSend;
  private final Counter bytes;
  private final Counter metadataBytes;
  private final Counter requests;
  private final Gauge parked;
  private final Gauge bufferedBytes;

  /// Destinations that run.
  private final Map<Key, Standing> shown = new ConcurrentHashMap<>();

  private record Key(String name, String url) {}

  /// How a destination stands. Asked for when the metrics are, by whatever thread: while a receiver
  /// does not answer, nobody at the destination has time to tell.
  interface Standing {
    /// The newest timestamp that is in the log for it, in seconds; zero before the first.
    double highestSeconds();

    double pendingSamples();

    double pendingExemplars();

    double pendingHistograms();
  }

  SenderMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    samples = counter("samples_total", "Samples sent, each attempt counted.");
    exemplars = counter("exemplars_total", "Exemplars sent, each attempt counted.");
    histograms = counter("histograms_total", "Native histograms sent, each attempt counted.");
    metadata = counter("metadata_total", "Metadata entries that the receiver took.");
    samplesFailed = counter("samples_failed_total", "Samples that the receiver refused for good.");
    exemplarsFailed =
        counter("exemplars_failed_total", "Exemplars that the receiver refused for good.");
    histogramsFailed =
        counter("histograms_failed_total", "Native histograms that the receiver refused for good.");
    metadataFailed =
        counter("metadata_failed_total", "Metadata entries that the receiver refused for good.");
    samplesRetried = counter("samples_retried_total", "Samples sent again after a failure.");
    exemplarsRetried = counter("exemplars_retried_total", "Exemplars sent again after a failure.");
    histogramsRetried =
        counter("histograms_retried_total", "Native histograms sent again after a failure.");
    metadataRetried =
        counter("metadata_retried_total", "Metadata entries sent again after a failure.");
    samplesDropped = dropped("samples_dropped_total", "Samples given up before they were sent.");
    exemplarsDropped =
        dropped("exemplars_dropped_total", "Exemplars given up before they were sent.");
    histogramsDropped =
        dropped("histograms_dropped_total", "Native histograms given up before they were sent.");
    enqueueRetries =
        counter("enqueue_retries_total", "Times that reading waited for room in the shards.");
    sentBatchDuration =
        Histogram.builder()
            .name(PREFIX + "sent_batch_duration_seconds")
            .help("Time that one attempt of a request took.")
            .labelNames("remote_name", "url")
            .classicUpperBounds(.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 25, 60, 120, 300)
            .nativeInitialSchema(3)
            .nativeMaxNumberOfBuckets(100)
            .nativeResetDuration(1, TimeUnit.HOURS)
            .register(registry);
    standing(
        "queue_highest_timestamp_seconds",
        "Newest timestamp in the log, in seconds.",
        Standing::highestSeconds);
    highestSentTimestamp =
        gauge(
            "queue_highest_sent_timestamp_seconds",
            "Newest timestamp that is settled, in seconds: delivered, refused for good, or not for"
                + " this receiver.");
    standing("samples_pending", "Samples in memory, on their way.", Standing::pendingSamples);
    standing("exemplars_pending", "Exemplars in memory, on their way.", Standing::pendingExemplars);
    standing(
        "histograms_pending",
        "Native histograms in memory, on their way.",
        Standing::pendingHistograms);
    shards = gauge("shards", "Requests that can be in flight at once.");
    shardsMax = gauge("shards_max", "Most shards allowed.");
    shardsMin = gauge("shards_min", "Fewest shards allowed.");
    shardsDesired = gauge("shards_desired", "Shards that the present load needs.");
    shardCapacity = gauge("shard_capacity", "Samples that one shard may hold.");
    maxSamplesPerSend = gauge("max_samples_per_send", "Most samples in one request.");
    bytes = counter("bytes_total", "Compressed bytes of the requests that are settled.");
    metadataBytes =
        counter("metadata_bytes_total", "Compressed bytes of metadata that the receiver took.");
    requests =
        Counter.builder()
            .name("tributary_remote_write_requests_total")
            .help("Requests by what came of them: a status code, or the kind of failure.")
            .labelNames("remote_name", "url", "outcome")
            .register(registry);
    parked =
        Gauge.builder()
            .name("tributary_remote_write_parked")
            .help("1 while a destination refuses us and its data waits in the log.")
            .labelNames("remote_name", "url")
            .register(registry);
    bufferedBytes =
        Gauge.builder()
            .name("tributary_remote_write_buffered_bytes")
            .help("Memory that holds samples on their way to a destination.")
            .labelNames("remote_name", "url")
            .register(registry);
    watcher("samples_sent_pre_tailing_total", "Always zero, as in Prometheus.");
    watcher("notifications_skipped_total", "Always zero: no reader is told of every single write.");
  }

  private Counter counter(String name, String help) {
    return Counter.builder()
        .name(PREFIX + name)
        .help(help)
        .labelNames("remote_name", "url")
        .register(registry);
  }

  private Counter dropped(String name, String help) {
    return Counter.builder()
        .name(PREFIX + name)
        .help(help)
        .labelNames("remote_name", "url", "reason")
        .register(registry);
  }

  private Gauge gauge(String name, String help) {
    return Gauge.builder()
        .name(PREFIX + name)
        .help(help)
        .labelNames("remote_name", "url")
        .register(registry);
  }

  private void standing(String name, String help, ToDoubleFunction<Standing> value) {
    GaugeWithCallback.builder()
        .name(PREFIX + name)
        .help(help)
        .labelNames("remote_name", "url")
        .callback(
            to -> shown.forEach((key, one) -> to.call(value.applyAsDouble(one), key.name, key.url)))
        .register(registry);
  }

  private void watcher(String name, String help) {
    CounterWithCallback.builder()
        .name("prometheus_wal_watcher_" + name)
        .help(help)
        .labelNames("consumer")
        .callback(
            to -> shown.keySet().stream().map(Key::name).distinct().forEach(one -> to.call(0, one)))
        .register(registry);
  }

  PerDestination of(String name, String url) {
    return new PerDestination(name, url);
  }

  /// What one destination counts. Thread-safe; touched once per request or round.
  final class PerDestination {
    private final String name;
    private final String url;
    final CounterDataPoint samplesTotal;
    final CounterDataPoint exemplarsTotal;
    final CounterDataPoint histogramsTotal;
    final CounterDataPoint metadataTotal;
    final CounterDataPoint samplesFailedTotal;
    final CounterDataPoint exemplarsFailedTotal;
    final CounterDataPoint histogramsFailedTotal;
    final CounterDataPoint metadataFailedTotal;
    final CounterDataPoint samplesRetriedTotal;
    final CounterDataPoint exemplarsRetriedTotal;
    final CounterDataPoint histogramsRetriedTotal;
    final CounterDataPoint metadataRetriedTotal;
    final CounterDataPoint enqueueRetriesTotal;
    final DistributionDataPoint batchDuration;
    final GaugeDataPoint highestSentSeconds;
    final GaugeDataPoint shardCount;
    final GaugeDataPoint shardCountMax;
    final GaugeDataPoint shardCountMin;
    final GaugeDataPoint shardCountDesired;
    final GaugeDataPoint capacity;
    final GaugeDataPoint batchSize;
    final CounterDataPoint bytesTotal;
    final CounterDataPoint metadataBytesTotal;
    final GaugeDataPoint isParked;
    final GaugeDataPoint buffered;

    private PerDestination(String name, String url) {
      this.name = name;
      this.url = url;
      samplesTotal = samples.labelValues(name, url);
      exemplarsTotal = exemplars.labelValues(name, url);
      histogramsTotal = histograms.labelValues(name, url);
      metadataTotal = metadata.labelValues(name, url);
      samplesFailedTotal = samplesFailed.labelValues(name, url);
      exemplarsFailedTotal = exemplarsFailed.labelValues(name, url);
      histogramsFailedTotal = histogramsFailed.labelValues(name, url);
      metadataFailedTotal = metadataFailed.labelValues(name, url);
      samplesRetriedTotal = samplesRetried.labelValues(name, url);
      exemplarsRetriedTotal = exemplarsRetried.labelValues(name, url);
      histogramsRetriedTotal = histogramsRetried.labelValues(name, url);
      metadataRetriedTotal = metadataRetried.labelValues(name, url);
      enqueueRetriesTotal = enqueueRetries.labelValues(name, url);
      batchDuration = sentBatchDuration.labelValues(name, url);
      highestSentSeconds = highestSentTimestamp.labelValues(name, url);
      shardCount = shards.labelValues(name, url);
      shardCountMax = shardsMax.labelValues(name, url);
      shardCountMin = shardsMin.labelValues(name, url);
      shardCountDesired = shardsDesired.labelValues(name, url);
      capacity = shardCapacity.labelValues(name, url);
      batchSize = maxSamplesPerSend.labelValues(name, url);
      bytesTotal = bytes.labelValues(name, url);
      metadataBytesTotal = metadataBytes.labelValues(name, url);
      isParked = parked.labelValues(name, url);
      buffered = bufferedBytes.labelValues(name, url);
      for (String reason : DROP_REASONS) {
        samplesDropped.labelValues(name, url, reason);
        exemplarsDropped.labelValues(name, url, reason);
        histogramsDropped.labelValues(name, url, reason);
      }
    }

    /// Asks `destination` from now on, and nobody who had its name and URL before.
    void show(Standing destination) {
      shown.put(new Key(name, url), destination);
    }

    void dropSamples(String reason, long count) {
      if (count > 0) {
        samplesDropped.labelValues(name, url, reason).inc(count);
      }
    }

    void dropExemplars(String reason, long count) {
      if (count > 0) {
        exemplarsDropped.labelValues(name, url, reason).inc(count);
      }
    }

    void dropHistograms(String reason, long count) {
      if (count > 0) {
        histogramsDropped.labelValues(name, url, reason).inc(count);
      }
    }

    void request(String outcome) {
      requests.labelValues(name, url, outcome).inc();
    }

    /// A destination that is gone shows nothing any more.
    void remove() {
      shown.remove(new Key(name, url));
      samples.remove(name, url);
      for (StatefulMetric<?, ?> metric :
          List.of(
              exemplars,
              histograms,
              metadata,
              samplesFailed,
              exemplarsFailed,
              histogramsFailed,
              metadataFailed,
              samplesRetried,
              exemplarsRetried,
              histogramsRetried,
              metadataRetried,
              enqueueRetries,
              sentBatchDuration,
              highestSentTimestamp,
              shards,
              shardsMax,
              shardsMin,
              shardsDesired,
              shardCapacity,
              maxSamplesPerSend,
              bytes,
              metadataBytes,
              parked,
              bufferedBytes)) {
        metric.remove(name, url);
      }
      for (Counter metric :
          List.of(samplesDropped, exemplarsDropped, histogramsDropped, requests)) {
        metric.removeIf(labels -> labels.get(0).equals(name) && labels.get(1).equals(url));
      }
    }
  }
}
