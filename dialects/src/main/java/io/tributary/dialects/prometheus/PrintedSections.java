package io.tributary.dialects.prometheus;

import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.relabel.RelabelRule;
import java.util.List;
import java.util.Map;

/// The sections of [SharedSections] as they are printed: defaults filled in, secrets hidden.
public final class PrintedSections {
  private PrintedSections() {}

  public static Map<String, Object> global(GlobalSettings global) {
    return EffectiveYaml.global(global).fields();
  }

  public static Map<String, Object> scrapeConfig(ScrapeSettings job) {
    return EffectiveYaml.job(job).fields();
  }

  public static Map<String, Object> remoteWrite(RemoteWriteSettings destination) {
    return EffectiveYaml.remoteWrite(destination, EffectiveYaml.queue(destination.queue()))
        .fields();
  }

  /// Headers of requests to destinations, most of their values hidden.
  public static Map<String, String> headers(Map<String, String> headers) {
    return Block.headers(headers);
  }

  public static List<Map<String, Object>> rules(List<RelabelRule> rules) {
    return EffectiveYaml.rules(rules);
  }
}
