package io.tributary.metrics.component;

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The arguments of `prometheus.scrape`.
record ScrapeArguments(
    List<Labels> targets, List<MetricsReceiver> forwardTo, Job job, boolean honorMetadata) {

  static final ArgumentsCodec<ScrapeArguments> CODEC =
      ArgumentsCodec.of(ScrapeDecoder::decode, ScrapeDescription::of);

  ScrapeArguments {
    targets = List.copyOf(targets);
    forwardTo = List.copyOf(forwardTo);
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

  /// The targets as the engine takes them.
  List<TargetGroup> groups(ComponentId id) {
    return List.of(new TargetGroup(id.global(), targets, Labels.EMPTY));
  }
}
