package io.tributary.dialects.prometheus;

import io.tributary.dialects.tree.Locator;
import io.tributary.dialects.yaml.Fields;
import java.util.List;

/// Settings, and the section of a file that says them.
public record Located<T>(T settings, Locator place) {
  static <T> Located<T> of(T settings, Fields fields) {
    return new Located<>(settings, Locator.of(fields.document(), fields.mapping()));
  }

  /// The discovery mechanisms of a job that Prometheus has and Tributary has not.
  public List<String> unsupportedMechanisms() {
    return DiscoveryBinder.UNSUPPORTED.stream()
        .filter(mechanism -> place.at(mechanism + "_sd_configs").size() > 0)
        .toList();
  }

  static <T> List<T> settings(List<Located<T>> located) {
    return located.stream().map(Located::settings).toList();
  }
}
