package io.tributary.metrics.component;

import io.tributary.base.bytes.Hash64;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.ComponentId;
import io.tributary.component.capsule.MetricsReceiver;
import io.tributary.discovery.TargetGroup;
import io.tributary.metrics.scrape.RequestSettings;
import io.tributary.metrics.scrape.SampleSettings;
import io.tributary.metrics.scrape.ScrapeLimits;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.net.client.HttpClientSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The arguments of `prometheus.scrape`.
///
/// @param keyLabels what a clustered target is known by; empty for all labels
record ScrapeArguments(
    List<Labels> targets,
    List<MetricsReceiver> forwardTo,
    Job job,
    boolean honorMetadata,
    boolean isClustered,
    List<String> keyLabels) {

  static final ArgumentsCodec<ScrapeArguments> CODEC =
      ArgumentsCodec.of(ScrapeDecoder::decode, ScrapeDescription::of);

  ScrapeArguments {
    targets = List.copyOf(targets);
    forwardTo = List.copyOf(forwardTo);
    keyLabels = List.copyOf(keyLabels);
  }

  /// How targets are scraped. An empty `name` stands for the component's own. The rules are those
  /// of the job itself: they see what it adds to its targets, and limits count what they leave.
  record Job(
      String name,
      Duration interval,
      Duration timeout,
      RequestSettings request,
      HttpClientSettings client,
      SampleSettings samples,
      ScrapeLimits limits,
      RelabelRules relabelRules,
      RelabelRules metricRelabelRules,
      @Nullable Path failureLog) {}

  /// Tells configurations apart: the same on every agent whose component scrapes in the same way,
  /// whatever its targets are and wherever the samples go. Secrets are not in it.
  String digest() {
    var scraping =
        new ScrapeArguments(List.of(), List.of(), job, honorMetadata, isClustered, keyLabels);
    byte[] text = ScrapeDescription.of(scraping).source().getBytes(StandardCharsets.UTF_8);
    return Long.toHexString(Hash64.of(text, 0, text.length, 0));
  }

  /// What the job is called.
  String jobName(ComponentId id) {
    return job.name.isEmpty() ? id.global() : job.name;
  }

  /// The job as the engine takes it.
  ScrapeSettings settings(ComponentId id) {
    return new ScrapeSettings(
        jobName(id),
        job.interval,
        job.timeout,
        job.request,
        job.client,
        job.samples,
        job.limits,
        List.of(),
        job.relabelRules.rules(),
        job.metricRelabelRules.rules(),
        job.failureLog);
  }

  /// Targets as the engine takes them.
  static List<TargetGroup> groups(ComponentId id, List<Labels> targets) {
    return List.of(new TargetGroup(id.global(), targets, Labels.EMPTY));
  }
}
