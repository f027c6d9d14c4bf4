package io.tributary.dialects.staticmode;

import io.tributary.dialects.prometheus.Located;
import io.tributary.dialects.tree.Locator;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.net.tls.TlsSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// The section `integrations`.
///
/// @param remoteWrites without names, as the original converts them; those of `metrics.global`
///   where there are none
/// @param disabled names of integrations that are there and off
record IntegrationsSettings(
    SortedMap<String, String> labels,
    List<Located<RemoteWriteSettings>> remoteWrites,
    TlsSettings tls,
    List<Integration> enabled,
    List<String> disabled,
    Locator place) {

  /// One that is on. An interval or a timeout of zero is that of `metrics.global`.
  ///
  /// @param unix the attributes of the exporter, if that is `node_exporter`
  /// @param written the section as it stands in the file
  record Integration(
      String name,
      Optional<String> instance,
      boolean isScraped,
      Duration scrapeInterval,
      Duration scrapeTimeout,
      List<RelabelRule> relabelRules,
      List<RelabelRule> metricRelabelRules,
      Duration truncateFrequency,
      List<UnixAttribute> unix,
      Map<String, Object> written,
      Locator place) {
    Integration {
      relabelRules = List.copyOf(relabelRules);
      metricRelabelRules = List.copyOf(metricRelabelRules);
      unix = List.copyOf(unix);
    }
  }

  IntegrationsSettings {
    remoteWrites = List.copyOf(remoteWrites);
    enabled = List.copyOf(enabled);
    disabled = List.copyOf(disabled);
  }
}
