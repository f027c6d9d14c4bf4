package io.tributary.dialects.prometheus;

import io.tributary.model.labels.NameValidation;
import io.tributary.wire.exposition.ScrapeProtocol;
import org.jspecify.annotations.Nullable;

/// What the command line adds to a configuration file, and what is there where nothing is written.
///
/// `preferProtobuf` puts protobuf first where nothing is configured, as the start-timestamp
/// features do; `extraScrapeMetrics` is the default of the setting of that name.
public record LoadOptions(
    Environment environment, boolean preferProtobuf, boolean extraScrapeMetrics, Version version) {

  /// Which Prometheus reads the file.
  public enum Version {
    /// Prometheus 3.
    THREE(NameValidation.UTF8, null),

    /// What Grafana Agent's static mode has in it: Prometheus 2.48. Names have no other characters
    /// than ever, an answer of an unknown type is read as text, dollars in external labels are just
    /// that, and destinations get exemplars, 2,000 samples at once and, where they know it, HTTP/2.
    TWO(NameValidation.LEGACY, ScrapeProtocol.PROMETHEUS_TEXT_0_0_4);

    private final NameValidation validation;
    private final @Nullable ScrapeProtocol fallback;

    Version(NameValidation validation, @Nullable ScrapeProtocol fallback) {
      this.validation = validation;
      this.fallback = fallback;
    }

    /// What names of metrics and labels may be.
    NameValidation validation() {
      return validation;
    }

    /// What answers of an unknown type are read as; null when they are refused.
    @Nullable ScrapeProtocol fallback() {
      return fallback;
    }
  }

  public LoadOptions(Environment environment, boolean preferProtobuf, boolean extraScrapeMetrics) {
    this(environment, preferProtobuf, extraScrapeMetrics, Version.THREE);
  }

  public static LoadOptions of(Environment environment) {
    return new LoadOptions(environment, false, false);
  }
}
