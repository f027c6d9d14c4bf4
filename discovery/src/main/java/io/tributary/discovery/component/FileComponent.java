package io.tributary.discovery.component;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.config.GoDurations;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.discovery.DiscoveryLimits;
import io.tributary.discovery.file.FileDiscoverer;
import io.tributary.discovery.file.FileDiscoverySettings;
import io.tributary.discovery.file.FileMetrics;
import io.tributary.discovery.file.FilePatterns;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Value;
import java.util.List;

/// `discovery.file`: targets in JSON and YAML files.
///
/// Source: grafana/alloy `internal/component/discovery/file`.
final class FileComponent {
  static final ArgumentsCodec<FileDiscoverySettings> ARGUMENTS =
      ArgumentsCodec.of(FileComponent::decode, FileComponent::describe);

  private FileComponent() {}

  static ComponentDefinition<FileDiscoverySettings> definition() {
    return TargetsComponent.definition("discovery.file", ARGUMENTS, FileComponent::mechanism);
  }

  private static TargetsComponent.Mechanism<FileDiscoverySettings> mechanism(
      ComponentContext context, PrometheusRegistry registry) {
    var metrics = new FileMetrics(registry);
    return settings ->
        new FileDiscoverer(
            settings, context.id().global(), DiscoveryLimits.DEFAULTS, context.clock(), metrics);
  }

  private static FileDiscoverySettings decode(BlockReader block) {
    AttributeReader files = block.required("files");
    List<String> patterns = files.texts(List.of());
    for (String pattern : patterns) {
      if (!FilePatterns.isValid(pattern)) {
        files.error(
            "path name \""
                + pattern
                + "\" is not valid for file discovery: it must end in .json, .yml or .yaml, and *"
                + " may stand in its last element only");
      }
    }
    return new FileDiscoverySettings(
        patterns, RefreshInterval.read(block, FileDiscoverySettings.DEFAULT_REFRESH_INTERVAL));
  }

  private static Body describe(FileDiscoverySettings settings) {
    return Body.builder()
        .attr("files", Value.of(settings.files().stream().map(Value::of).toList()))
        .attr("refresh_interval", GoDurations.format(settings.refreshInterval()))
        .build();
  }
}
