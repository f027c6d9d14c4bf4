package io.tributary.metrics.wal;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;

/// The log's own metrics: under their Prometheus names where those have a meaning here, under
/// `tributary_wal_` otherwise. Several logs on one registry add up.
///
/// Source: names and types of `tsdb/agent/db.go`, `tsdb/wlog/wlog.go`, `tsdb/wlog/watcher.go` in
/// prometheus/prometheus.
public final class WalMetrics implements LogWriter.Timings {
  private final List<Wal> wals = new CopyOnWriteArrayList<>();
  private final PrometheusRegistry registry;
  private final Summary forceSeconds;
  private final Summary truncateSeconds;

  public WalMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    forceSeconds =
        Summary.builder()
            .name("prometheus_tsdb_wal_fsync_duration_seconds")
            .help("Duration of a force of the log.")
            .quantile(0.5, 0.05)
            .quantile(0.9, 0.01)
            .quantile(0.99, 0.001)
            .register(registry);
    truncateSeconds =
        Summary.builder()
            .name("prometheus_agent_truncate_duration_seconds")
            .help("Duration of deleting segments.")
            .register(registry);
    registerAppends();
    registerFiles();
    registerState();
    registerConsumers();
  }

  private void registerAppends() {
    CounterWithCallback.builder()
        .name("prometheus_agent_samples_appended_total")
        .help("Samples appended to the log.")
        .labelNames("type")
        .callback(to -> {
          to.call(sum(s -> s.appended().floatSamples()), "float");
          to.call(sum(s -> s.appended().histogramSamples()), "histogram");
        })
        .register(registry);
    counter(
        "prometheus_agent_exemplars_appended_total",
        "Exemplars appended to the log.",
        s -> s.appended().exemplars());
    gauge(
        "prometheus_agent_active_series",
        "Series of the streams that the log remembers.",
        WalStatistics::activeSeries);
    counter(
        "prometheus_tsdb_wal_record_part_writes_total",
        "Scrapes appended to the log.",
        s -> s.appended().records());
    counter(
        "prometheus_tsdb_wal_record_parts_bytes_written_total",
        "Bytes appended to the log.",
        s -> s.appended().bytes());
  }

  private void registerFiles() {
    figure("prometheus_tsdb_wal_page_flushes_total", "Batches of records written.", f -> f.writes);
    figure("prometheus_tsdb_wal_writes_failed_total", "Batches not written.", f -> f.writesFailed);
    figure("prometheus_tsdb_wal_truncations_total", "Segment files deleted.", f -> f.deletions);
    figure(
        "prometheus_tsdb_wal_truncations_failed_total",
        "Segment files that could not be deleted.",
        f -> f.deletionsFailed);
    figure(
        "tributary_wal_force_failures_total",
        "Forces of the log that failed.",
        f -> f.forcesFailed);
    figure("tributary_wal_written_bytes_total", "Bytes written to segments.", f -> f.writtenBytes);
    GaugeWithCallback.builder()
        .name("prometheus_tsdb_wal_segment_current")
        .help("Number of the segment that is being written.")
        .callback(to -> to.call(wals.stream().mapToDouble(w -> w.end().segment()).max().orElse(0)))
        .register(registry);
    gauge(
        "prometheus_tsdb_wal_storage_size_bytes",
        "Size of the log's segments.",
        s -> s.bytes() - s.memoryBytes());
    GaugeWithCallback.builder()
        .name("prometheus_agent_data_replay_duration_seconds")
        .help("Time that it took to open the log.")
        .callback(to -> to.call(wals.stream().mapToDouble(Wal::openSeconds).sum()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("prometheus_agent_clean_start")
        .help("-1: no lock file in use, 0: one was left behind, 1: the process before ended well.")
        .callback(to -> wals.forEach(wal -> to.call(cleanStart(wal))))
        .register(registry);
  }

  private static double cleanStart(Wal wal) {
    if (!wal.hasLockFile()) {
      return -1;
    }
    return wal.isStartClean() ? 1 : 0;
  }

  private void registerState() {
    gauge("tributary_wal_bytes", "Size of the log on disk and in memory.", WalStatistics::bytes);
    gauge("tributary_wal_segments", "Segments of the log.", WalStatistics::segments);
    gauge(
        "tributary_wal_memory_bytes",
        "Records that are not safe on the disk yet.",
        WalStatistics::memoryBytes);
    gauge(
        "tributary_wal_writer_bytes",
        "Memory of the writer beside the records: buffers, and the last value of each series.",
        WalStatistics::writerBytes);
    gauge(
        "tributary_wal_memory_only",
        "1 while the disk cannot be written and the log goes on in memory.",
        s -> s.isMemoryOnly() ? 1 : 0);
    CounterWithCallback.builder()
        .name("prometheus_agent_corruptions_total")
        .help("Damaged records and files of the log.")
        .callback(to -> to.call(sum(WalMetrics::damagedRecords) + total(Wal::damagedFiles)))
        .register(registry);
    CounterWithCallback.builder()
        .name("prometheus_tsdb_wal_reader_corruption_errors_total")
        .help("Damage met by readers of the log.")
        .labelNames("error")
        .callback(to -> to.call(sum(WalMetrics::damagedRecords), "damaged_record"))
        .register(registry);
    CounterWithCallback.builder()
        .name("tributary_wal_damaged_files_total")
        .help("Files of the log that were moved aside because they could not be read.")
        .callback(to -> to.call(total(Wal::damagedFiles)))
        .register(registry);
    CounterWithCallback.builder()
        .name("tributary_wal_dropped_samples_total")
        .help("Samples that left the log without having been handed to a reader, for any consumer.")
        .labelNames("reason")
        .callback(to -> {
          for (LossReason reason : LossReason.values()) {
            to.call(sum(s -> s.dropped().getOrDefault(reason, 0L)), reason.label());
          }
        })
        .register(registry);
  }

  private static double damagedRecords(WalStatistics statistics) {
    return statistics.consumers().stream()
        .mapToDouble(WalStatistics.OfConsumer::damagedRecords)
        .sum();
  }

  private void registerConsumers() {
    CounterWithCallback.builder()
        .name("prometheus_wal_watcher_records_read_total")
        .help("Records read from the log.")
        .labelNames("consumer", "type")
        .callback(to ->
            forEachConsumer((_, c) -> {
              to.call((double) c.scrapesRead(), c.name(), "samples");
              to.call((double) c.definitionsRead(), c.name(), "series");
            }))
        .register(registry);
    CounterWithCallback.builder()
        .name("prometheus_wal_watcher_record_decode_failures_total")
        .help("Records of the log that were damaged or depend on one that was.")
        .labelNames("consumer")
        .callback(to -> forEachConsumer((_, c) -> to.call((double) c.damagedRecords(), c.name())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("prometheus_wal_watcher_current_segment")
        .help("Number of the segment that is being read.")
        .labelNames("consumer")
        .callback(
            to -> forEachConsumer((_, c) -> to.call((double) c.position().segment(), c.name())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("tributary_wal_unread_samples")
        .help("Samples in the log that were not handed to the consumer yet.")
        .labelNames("consumer")
        .callback(to ->
            forEachConsumer(
                (s, c) -> to.call((double) (s.end().samples() - c.position().samples()), c.name())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("tributary_wal_oldest_unread_seconds")
        .help(
            "How long ago, at most, the oldest sample was appended that the consumer did not get.")
        .labelNames("consumer")
        .callback(to -> forEachConsumer((_, c) -> to.call(c.unreadMs() / 1e3, c.name())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("tributary_wal_reader_bytes")
        .help("Memory of a reader of the log: its buffer, and the last value of each series.")
        .labelNames("consumer")
        .callback(to -> forEachConsumer((_, c) -> to.call((double) c.readerBytes(), c.name())))
        .register(registry);
    CounterWithCallback.builder()
        .name("tributary_wal_lost_samples_total")
        .help("Samples that the consumer will not get, by reason.")
        .labelNames("consumer", "reason")
        .callback(to ->
            forEachConsumer((_, c) -> {
              for (LossReason reason : LossReason.values()) {
                to.call((double) c.lost().getOrDefault(reason, 0L), c.name(), reason.label());
              }
            }))
        .register(registry);
  }

  @FunctionalInterface
  private interface PerConsumer {
    void accept(WalStatistics log, WalStatistics.OfConsumer consumer);
  }

  private void forEachConsumer(PerConsumer action) {
    for (Wal wal : wals) {
      var statistics = wal.statistics();
      statistics.consumers().forEach(consumer -> action.accept(statistics, consumer));
    }
  }

  private void counter(String name, String help, ToDoubleFunction<WalStatistics> value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(to -> to.call(sum(value)))
        .register(registry);
  }

  private void gauge(String name, String help, ToDoubleFunction<WalStatistics> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(to -> to.call(sum(value)))
        .register(registry);
  }

  private void figure(String name, String help, ToDoubleFunction<LogWriter.Figures> value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(to -> to.call(total(wal -> value.applyAsDouble(wal.figures()))))
        .register(registry);
  }

  private double sum(ToDoubleFunction<WalStatistics> value) {
    return total(wal -> value.applyAsDouble(wal.statistics()));
  }

  private double total(ToDoubleFunction<Wal> value) {
    return wals.stream().mapToDouble(value).sum();
  }

  void attach(Wal wal) {
    wals.add(wal);
  }

  void detach(Wal wal) {
    wals.remove(wal);
  }

  @Override
  public void forced(long nanos) {
    forceSeconds.observe(nanos / 1e9);
  }

  @Override
  public void deleted(long nanos) {
    truncateSeconds.observe(nanos / 1e9);
  }
}
