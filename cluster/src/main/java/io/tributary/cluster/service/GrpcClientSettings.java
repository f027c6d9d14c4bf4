package io.tributary.cluster.service;

import io.tributary.net.tls.TlsSettings;
import java.time.Duration;
import java.util.Optional;

/// The block `scraping_service_client.grpc_client_config`: how other agents are told that something
/// changed.
///
/// @param tls empty for connections without it
///
///   Source: grafana/dskit `grpcclient/grpcclient.go`.
public record GrpcClientSettings(
    Optional<TlsSettings> tls,
    Duration connectTimeout,
    Duration minBackoff,
    Duration maxBackoff,
    int maxRetries) {
  public static final GrpcClientSettings DEFAULTS =
      new GrpcClientSettings(
          Optional.empty(),
          Duration.ofSeconds(5),
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          10);
}
