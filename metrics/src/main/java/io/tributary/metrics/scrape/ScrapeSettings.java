package io.tributary.metrics.scrape;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.Durations;
import io.tributary.discovery.DiscoverySettings;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.net.client.HttpClientSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One scrape job with every default filled in, global ones included.
///
/// Two that are equal behave the same, secrets included: a reload keeps the loops of a job whose
/// settings are equal to the old ones. All paths are absolute. `relabelRules` turn discovered
/// targets into scrape targets, `metricRelabelRules` work on their samples. `failureLogFile` is
/// null when failures are not written to a file.
///
/// Source: prometheus `config/config.go`, ScrapeConfig after Validate.
public record ScrapeSettings(
    String jobName,
    Duration scrapeInterval,
    Duration scrapeTimeout,
    RequestSettings request,
    HttpClientSettings client,
    SampleSettings samples,
    ScrapeLimits limits,
    List<DiscoverySettings> discovery,
    List<RelabelRule> relabelRules,
    List<RelabelRule> metricRelabelRules,
    @Nullable Path failureLogFile) {

  public ScrapeSettings {
    if (jobName.isEmpty()) {
      throw new ConfigException("job_name is empty");
    }
    if (!scrapeInterval.isPositive()) {
      throw new ConfigException("scrape interval of job \"" + jobName + "\" is not positive");
    }
    if (scrapeTimeout.compareTo(scrapeInterval) > 0) {
      throw new ConfigException(
          "scrape timeout greater than scrape interval for scrape config with job name \"%s\": %s > %s"
              .formatted(
                  jobName, Durations.format(scrapeTimeout), Durations.format(scrapeInterval)));
    }
    discovery = List.copyOf(discovery);
    relabelRules = List.copyOf(relabelRules);
    metricRelabelRules = List.copyOf(metricRelabelRules);
  }

  /// A job with the defaults of an empty `global` section.
  public static ScrapeSettings defaults(String jobName) {
    return new ScrapeSettings(
        jobName,
        Duration.ofMinutes(1),
        Duration.ofSeconds(10),
        RequestSettings.DEFAULT,
        HttpClientSettings.DEFAULTS,
        SampleSettings.DEFAULT,
        ScrapeLimits.NONE,
        List.of(),
        List.of(),
        List.of(),
        null);
  }

  public ScrapeSettings withTiming(Duration interval, Duration timeout) {
    return new ScrapeSettings(
        jobName,
        interval,
        timeout,
        request,
        client,
        samples,
        limits,
        discovery,
        relabelRules,
        metricRelabelRules,
        failureLogFile);
  }

  public ScrapeSettings withRequest(RequestSettings value) {
    return new ScrapeSettings(
        jobName,
        scrapeInterval,
        scrapeTimeout,
        value,
        client,
        samples,
        limits,
        discovery,
        relabelRules,
        metricRelabelRules,
        failureLogFile);
  }

  public ScrapeSettings withClient(HttpClientSettings value) {
    return new ScrapeSettings(
        jobName,
        scrapeInterval,
        scrapeTimeout,
        request,
        value,
        samples,
        limits,
        discovery,
        relabelRules,
        metricRelabelRules,
        failureLogFile);
  }

  public ScrapeSettings withSamples(SampleSettings value) {
    return new ScrapeSettings(
        jobName,
        scrapeInterval,
        scrapeTimeout,
        request,
        client,
        value,
        limits,
        discovery,
        relabelRules,
        metricRelabelRules,
        failureLogFile);
  }

  public ScrapeSettings withLimits(ScrapeLimits value) {
    return new ScrapeSettings(
        jobName,
        scrapeInterval,
        scrapeTimeout,
        request,
        client,
        samples,
        value,
        discovery,
        relabelRules,
        metricRelabelRules,
        failureLogFile);
  }

  public ScrapeSettings withDiscovery(List<DiscoverySettings> value) {
    return new ScrapeSettings(
        jobName,
        scrapeInterval,
        scrapeTimeout,
        request,
        client,
        samples,
        limits,
        value,
        relabelRules,
        metricRelabelRules,
        failureLogFile);
  }

  public ScrapeSettings withRelabelRules(List<RelabelRule> targets, List<RelabelRule> metrics) {
    return new ScrapeSettings(
        jobName,
        scrapeInterval,
        scrapeTimeout,
        request,
        client,
        samples,
        limits,
        discovery,
        targets,
        metrics,
        failureLogFile);
  }
}
