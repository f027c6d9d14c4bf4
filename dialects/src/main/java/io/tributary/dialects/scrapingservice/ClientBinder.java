package io.tributary.dialects.scrapingservice;

import io.tributary.base.text.Quoting;
import io.tributary.cluster.service.GrpcClientSettings;
import io.tributary.net.tls.TlsSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Binds `grpc_client_config` of `scraping_service_client`: how other agents are told that
/// something changed. What would limit or compress the messages has nothing to act on, as they are
/// empty.
///
/// Source: grafana/dskit `grpcclient/grpcclient.go`, `backoff/backoff.go`.
final class ClientBinder {
  private static final int MOST = Integer.MAX_VALUE;
  private static final int MESSAGE_BYTES = 100 << 20;
  private static final int WINDOW_BYTES = 65_535;
  private static final Set<String> COMPRESSIONS = Set.of("", "gzip", "snappy");

  private final FlaggedFields fields;

  ClientBinder(FlaggedFields fields) {
    this.fields = fields;
  }

  GrpcClientSettings bind() {
    GrpcClientSettings usual = GrpcClientSettings.DEFAULTS;
    Optional<TlsSettings> tls = new TlsBinder(fields, "").bind();
    Duration connect =
        fields.positive("connect_timeout", "connect-timeout", usual.connectTimeout());
    FlaggedFields backoff = fields.section("backoff_config");
    var settings =
        new GrpcClientSettings(
            tls,
            connect,
            backoff.positive("min_period", "backoff-min-period", usual.minBackoff()),
            backoff.positive("max_period", "backoff-max-period", usual.maxBackoff()),
            backoff.whole("max_retries", "backoff-retries", usual.maxRetries(), 0, MOST));
    backoff.finish();
    refuse();
    inert();
    fields.finish();
    return settings;
  }

  private void refuse() {
    String compression = fields.text("grpc_compression", "grpc-compression", "");
    if (!COMPRESSIONS.contains(compression)) {
      fields.error(
          "grpc_compression",
          "grpc-compression",
          "unsupported compression type: " + Quoting.excerpt(compression));
    } else if (!compression.isEmpty()) {
      fields.error(
          "grpc_compression",
          "grpc-compression",
          "grpc_compression is not supported: the messages are empty");
    }
    if (fields.number("rate_limit", "grpc-client-rate-limit", 0) != 0) {
      fields.error("rate_limit", "grpc-client-rate-limit", "rate_limit is not supported");
    }
    if (fields.whole("rate_limit_burst", "grpc-client-rate-limit-burst", 0, 0, MOST) != 0) {
      fields.error(
          "rate_limit_burst", "grpc-client-rate-limit-burst", "rate_limit_burst is not supported");
    }
    if (fields.bool("backoff_on_ratelimits", "backoff-on-ratelimits", false)) {
      fields.error(
          "backoff_on_ratelimits",
          "backoff-on-ratelimits",
          "backoff_on_ratelimits is not supported");
    }
    if (fields.fields().has("use_gzip_compression")) {
      fields
          .fields()
          .document()
          .error(
              fields.fields().key("use_gzip_compression"),
              "field use_gzip_compression not found in type grpc_client_config",
              "did you mean \"grpc_compression\"?");
    }
  }

  private void inert() {
    noEffect("max_recv_msg_size", MESSAGE_BYTES);
    noEffect("max_send_msg_size", MESSAGE_BYTES);
    noEffect("initial_stream_window_size", WINDOW_BYTES);
    noEffect("initial_connection_window_size", WINDOW_BYTES);
    for (String key : new String[] {"connect_backoff_base_delay", "connect_backoff_max_delay"}) {
      fields.duration(key, "", Duration.ZERO);
      fields.warning(key, key + " has no effect: backoff_config is all there is between attempts");
    }
  }

  private void noEffect(String key, long usual) {
    if (fields.fields().unsigned(key, usual) != usual) {
      fields.warning(key, key + " has no effect: the messages are empty");
    }
  }
}
