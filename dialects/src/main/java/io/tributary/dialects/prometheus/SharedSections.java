package io.tributary.dialects.prometheus;

import io.tributary.dialects.yaml.Fields;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.net.tls.TlsSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sections of a `prometheus.yml` that stand in files of others, too, for whoever reads those.
///
/// Relative paths are taken as they are written: those who have these sections resolve them against
/// the working directory.
public final class SharedSections {
  /// Relative paths stay as they are written.
  static final FileContext FILES = new FileContext(Path.of(""));

  private final LoadOptions options;
  private final Refusals refusals;

  private SharedSections(LoadOptions options, Refusals refusals) {
    this.options = options;
    this.refusals = refusals;
  }

  /// For running: what cannot be done is an error.
  public static SharedSections strict(LoadOptions options) {
    return new SharedSections(options, Refusals.ERRORS);
  }

  /// For converting: nothing is said of what cannot be done.
  public static SharedSections lenient(LoadOptions options) {
    return new SharedSections(options, Refusals.SILENT);
  }

  /// The section `global`; its defaults when it is absent. Keys that the caller has asked for are
  /// no mistake.
  public GlobalSettings global(@Nullable Fields fields) {
    return new GlobalBinder(FILES, options).bind(fields);
  }

  /// The sound jobs under `scrape_configs`, whose names must differ.
  public List<Located<ScrapeSettings>> scrapeConfigs(Fields parent, GlobalSettings global) {
    return new ScrapeBinder(global, options, refusals).bindAll(parent, FILES);
  }

  /// The sound destinations under `key`, with the names that were written and without hashes, and
  /// with the defaults of Prometheus 2.
  public List<Located<RemoteWriteSettings>> remoteWrites(
      Fields parent, String key, GlobalSettings global) {
    return new RemoteWriteBinder(global, FILES, refusals).bindUnnamed(parent, key);
  }

  /// Relabelling rules; `nullMessage` is what to say about an item without a value.
  public List<RelabelRule> relabelRules(Fields parent, String key, String nullMessage) {
    return RelabelBinder.bind(parent, key, options.version().validation(), nullMessage);
  }

  /// A `tls_config` under `key`.
  public TlsSettings tls(Fields parent, String key) {
    return new HttpClientBinder(FILES).tls(parent, key);
  }
}
