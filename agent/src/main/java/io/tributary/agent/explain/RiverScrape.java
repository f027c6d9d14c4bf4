package io.tributary.agent.explain;

import io.tributary.base.config.ConfigException;
import io.tributary.component.block.RuleBlock;
import io.tributary.metrics.scrape.RequestSettings;
import io.tributary.metrics.scrape.SampleSettings;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.labels.NameValidation;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.diag.Findings;
import io.tributary.runtime.graph.ScopedBlock;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/// Reads of a `prometheus.scrape` what decides over the labels of its targets and samples. The
/// component itself checks the rest.
final class RiverScrape {
  private RiverScrape() {}

  /// What is not known outside of a running graph has its default, and is noted.
  static ScrapeSettings settings(ScopedBlock scrape, List<String> notes) {
    var findings = new Findings();
    var block = BlockReader.of(scrape.block(), scrape.scope(), findings);
    String name = block.attribute("job_name").text("");
    ScrapeSettings usual = ScrapeSettings.defaults(name.isEmpty() ? scrape.id() : name);
    ScrapeSettings settings = usual;
    try {
      settings =
          usual
              .withTiming(
                  block.attribute("scrape_interval").duration(usual.scrapeInterval()),
                  block.attribute("scrape_timeout").duration(Duration.ofSeconds(10)))
              .withRequest(request(block, usual.request()))
              .withSamples(samples(block, usual.samples()))
              .withRelabelRules(
                  RuleBlock.read(block, "relabel_config", validation(block)).rules(),
                  RuleBlock.read(block, "metric_relabel_config", validation(block)).rules());
    } catch (ConfigException e) {
      notes.add(scrape.id() + ": " + e.getMessage());
    }
    for (Diagnostic diagnostic : findings.all()) {
      notes.add("an argument of " + scrape.id() + " is not known here: " + diagnostic);
    }
    return settings;
  }

  private static RequestSettings request(BlockReader block, RequestSettings usual) {
    return new RequestSettings(
        block.attribute("scheme").text(usual.scheme()),
        block.attribute("metrics_path").text(usual.metricsPath()),
        new TreeMap<>(block.attribute("params").textListMap()),
        usual.enableCompression(),
        usual.protocols(),
        usual.fallbackProtocol(),
        usual.escaping());
  }

  private static SampleSettings samples(BlockReader block, SampleSettings usual) {
    return new SampleSettings(
        block.attribute("honor_labels").bool(usual.honorLabels()),
        usual.honorTimestamps(),
        usual.trackTimestampsStaleness(),
        block.attribute("scrape_native_histograms").bool(usual.scrapeNativeHistograms()),
        block.attribute("scrape_classic_histograms").bool(usual.alwaysScrapeClassicHistograms()),
        block
            .attribute("convert_classic_histograms_to_nhcb")
            .bool(usual.convertClassicHistogramsToNhcb()),
        usual.extraScrapeMetrics(),
        validation(block));
  }

  /// Which names templates may come to.
  static NameValidation validation(BlockReader block) {
    return block.attribute("metric_name_validation_scheme").text("legacy").equals("utf8")
        ? NameValidation.UTF8
        : NameValidation.LEGACY;
  }
}
