package io.tributary.metrics.scrape;

import io.tributary.model.labels.EscapingScheme;
import io.tributary.wire.exposition.ScrapeProtocol;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a scrape asks of a target, before relabelling has its say.
///
/// `params` maps a query parameter to its values; `fallbackProtocol` reads answers whose
/// Content-Type says nothing usable.
public record RequestSettings(
    String scheme,
    String metricsPath,
    SortedMap<String, List<String>> params,
    boolean enableCompression,
    List<ScrapeProtocol> protocols,
    @Nullable ScrapeProtocol fallbackProtocol,
    EscapingScheme escaping) {

  public static final RequestSettings DEFAULT =
      new RequestSettings(
          "http",
          "/metrics",
          Collections.emptySortedMap(),
          true,
          ScrapeProtocol.TEXT_FIRST,
          null,
          EscapingScheme.ALLOW_UTF8);

  public RequestSettings {
    var copy = new TreeMap<String, List<String>>();
    params.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    params = Collections.unmodifiableSortedMap(copy);
    protocols = List.copyOf(protocols);
  }

  /// Some targets take their token in a parameter: the values are left out.
  @Override
  public String toString() {
    return "RequestSettings[scheme="
        + scheme
        + ", metricsPath="
        + metricsPath
        + ", params="
        + params.keySet()
        + ", enableCompression="
        + enableCompression
        + ", protocols="
        + protocols
        + ", fallbackProtocol="
        + fallbackProtocol
        + ", escaping="
        + escaping
        + "]";
  }
}
