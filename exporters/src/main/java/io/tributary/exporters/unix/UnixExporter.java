package io.tributary.exporters.unix;

import io.tributary.base.time.Clock;
import io.tributary.exporters.page.Families;
import io.tributary.exporters.page.MetricFamily;
import io.tributary.exporters.page.TextPage;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This host's metrics, read when somebody asks.
///
/// A collector that fails costs its own families, and says so in `node_scrape_collector_success`.
/// Collectors keep state, so pages are made one after the other; what may hang (the size of a file
/// system) is bounded by its own timeout.
public final class UnixExporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UnixExporter.class);
  private static final double NANOS_PER_SECOND = 1e9;

  private final Map<String, Collector> collectors;
  private final Collector self;
  private final Build build;
  private final Clock clock;

  /// The last failure of each collector, so that the same one is told once. Guarded by `this`.
  private final Map<String, String> failures = new HashMap<>();

  /// What `node_exporter_build_info` says.
  public record Build(String version, String revision, String branch) {}

  /// Throws [io.tributary.base.config.ConfigException] where the settings cannot be used.
  public UnixExporter(UnixSettings settings, Build build, Clock clock) {
    collectors = Catalogue.collectors(settings, clock);
    self = settings.includeExporterMetrics() ? Catalogue.self() : _ -> {};
    this.build = build;
    this.clock = clock;
  }

  /// One page, in the text format 0.0.4.
  public byte[] page() {
    return TextPage.of(families());
  }

  /// The families of one page, sorted by name.
  public synchronized List<MetricFamily> families() {
    var out = new Families();
    collectors.forEach((name, collector) -> run(out, name, collector));
    out.gauge(
        "node_exporter_build_info",
        "A metric with a constant '1' value labeled by version, revision, branch, goversion from"
            + " which node_exporter was built, and the goos and goarch for the build.",
        1,
        "branch",
        build.branch(),
        "goarch",
        "",
        "goos",
        "linux",
        "goversion",
        "",
        "revision",
        build.revision(),
        "version",
        build.version());
    String failure = failure(out, self);
    if (failure != null) {
      LOG.debug("cannot read this process: {}", failure);
    }
    return out.families();
  }

  private void run(Families out, String name, Collector collector) {
    long begin = clock.nanos();
    String failure = failure(out, collector);
    double seconds = (clock.nanos() - begin) / NANOS_PER_SECOND;
    if (failure == null) {
      failures.remove(name);
    } else if (!failure.equals(failures.put(name, failure)) && !failure.isEmpty()) {
      LOG.warn("collector {} failed: {}", name, failure);
    }
    out.gauge(
        "node_scrape_collector_duration_seconds",
        "node_exporter: Duration of a collector scrape.",
        seconds,
        "collector",
        name);
    out.gauge(
        "node_scrape_collector_success",
        "node_exporter: Whether a collector succeeded.",
        failure == null ? 1 : 0,
        "collector",
        name);
  }

  /// Null when it went well. A host without the thing is told to nobody.
  private static @Nullable String failure(Families out, Collector collector) {
    try {
      collector.collect(out);
      return null;
    } catch (NoDataException e) {
      LOG.debug("collector returned no data: {}", e.getMessage());
      return "";
    } catch (IOException | RuntimeException e) {
      // A file that reads in a way nobody thought of must not take the others down.
      return e.toString();
    }
  }

  @Override
  public synchronized void close() {
    for (Collector collector : collectors.values()) {
      if (collector instanceof AutoCloseable closeable) {
        close(closeable);
      }
    }
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      throw new IllegalStateException("BUG: a collector cannot be closed", e);
    }
  }
}
