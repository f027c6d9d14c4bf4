package io.tributary.metrics.remotewrite;

import java.time.Duration;

/// Whether and how family metadata is sent with remote write 1.0 (`metadata_config`); 2.0 carries
/// it with the samples.
///
/// Source: prometheus `config/config.go`, MetadataConfig.
public record MetadataSettings(boolean send, Duration sendInterval, int maxSamplesPerSend) {
  public static final MetadataSettings DEFAULT =
      new MetadataSettings(true, Duration.ofMinutes(1), 2_000);
}
