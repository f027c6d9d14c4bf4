package io.tributary.metrics.remotewrite;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.Durations;
import java.time.Duration;

/// How one destination batches, spreads and repeats its requests (`queue_config`), defaults filled
/// in.
///
/// `capacity` counts samples that one shard holds in memory. `sampleAgeLimit` of zero keeps samples
/// of any age. Two defaults differ from Prometheus agent mode on purpose: requests carry up to
/// 10,000 samples ([#DEFAULT_MAX_SAMPLES_PER_SEND]), and 429 is retried.
///
/// Source: prometheus `config/config.go`, QueueConfig.
public record QueueSettings(
    int capacity,
    int maxShards,
    int minShards,
    int maxSamplesPerSend,
    Duration batchSendDeadline,
    Duration minBackoff,
    Duration maxBackoff,
    boolean retryOnHttp429,
    Duration sampleAgeLimit) {

  /// As many as vmagent puts into a request: fewer requests, and better compression than with
  /// 2,000.
  public static final int DEFAULT_MAX_SAMPLES_PER_SEND = 10_000;

  public static final QueueSettings DEFAULT =
      new QueueSettings(
          10_000,
          50,
          1,
          DEFAULT_MAX_SAMPLES_PER_SEND,
          Duration.ofSeconds(5),
          Duration.ofMillis(30),
          Duration.ofSeconds(5),
          true,
          Duration.ZERO);

  /// Two thousand samples a request, as in Agent and Alloy.
  public static final QueueSettings AS_AGENT =
      new QueueSettings(
          10_000,
          50,
          1,
          2_000,
          Duration.ofSeconds(5),
          Duration.ofMillis(30),
          Duration.ofSeconds(5),
          true,
          Duration.ZERO);

  public QueueSettings {
    requirePositive("max_shards", maxShards);
    requirePositive("min_shards", minShards);
    if (minShards > maxShards) {
      throw new ConfigException(
          "remote write queue min_shards must not be greater than max_shards: %d > %d"
              .formatted(minShards, maxShards));
    }
    requirePositive("max_samples_per_send", maxSamplesPerSend);
    requirePositive("capacity", capacity);
    if (maxBackoff.compareTo(minBackoff) < 0) {
      throw new ConfigException(
          "remote write queue max_backoff must not be less than min_backoff: %s < %s"
              .formatted(Durations.format(maxBackoff), Durations.format(minBackoff)));
    }
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new ConfigException("remote write queue " + name + " must be positive, got " + value);
    }
  }
}
