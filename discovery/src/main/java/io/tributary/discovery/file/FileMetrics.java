package io.tributary.discovery.file;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Metrics of all file discovery.
///
/// Source: prometheus/prometheus `discovery/file/metrics.go`.
public final class FileMetrics {
  final Counter readErrors;
  final Counter watcherErrors;
  final Summary scanDuration;

  /// Discoverers that run: files that two of them read are shown once.
  private final Set<FileDiscoverer> running = ConcurrentHashMap.newKeySet();

  public FileMetrics(PrometheusRegistry registry) {
    readErrors =
        Counter.builder()
            .name("prometheus_sd_file_read_errors_total")
            .help("The number of File-SD read errors.")
            .register(registry);
    watcherErrors =
        Counter.builder()
            .name("prometheus_sd_file_watcher_errors_total")
            .help("The number of File-SD errors caused by filesystem watch failures.")
            .register(registry);
    scanDuration =
        Summary.builder()
            .name("prometheus_sd_file_scan_duration_seconds")
            .help("The duration of the File-SD scan in seconds.")
            .quantile(0.5, 0.05)
            .quantile(0.9, 0.01)
            .quantile(0.99, 0.001)
            .register(registry);
    GaugeWithCallback.builder()
        .name("prometheus_sd_file_mtime_seconds")
        .help("Timestamp (mtime) of files read by FileSD. Timestamp is set at read time.")
        .labelNames("filename")
        .callback(this::collectModificationTimes)
        .register(registry);
  }

  void add(FileDiscoverer discoverer) {
    running.add(discoverer);
  }

  void remove(FileDiscoverer discoverer) {
    running.remove(discoverer);
  }

  private void collectModificationTimes(GaugeWithCallback.Callback callback) {
    Map<String, Double> byName = new TreeMap<>();
    running.forEach(discoverer -> byName.putAll(discoverer.modificationSeconds()));
    byName.forEach((name, seconds) -> callback.call(seconds, name));
  }
}
