package io.tributary.metrics.component;

import io.tributary.base.bytes.Hash64;
import io.tributary.base.config.ConfigException;
import io.tributary.base.config.GoDurations;
import io.tributary.base.secret.SecretUrls;
import io.tributary.component.Body;
import io.tributary.component.block.RuleBlock;
import io.tributary.discovery.client.HttpClientBlock;
import io.tributary.metrics.remotewrite.MetadataSettings;
import io.tributary.metrics.remotewrite.ProtobufMessage;
import io.tributary.metrics.remotewrite.QueueSettings;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpUrls;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The block `endpoint` of `prometheus.remote_write`.
///
/// Source: grafana/alloy `internal/component/prometheus/remotewrite/types.go`, EndpointOptions.
final class EndpointBlock {
  private static final String RULE = "write_relabel_config";

  static final QueueSettings QUEUE = QueueSettings.AS_AGENT;

  private EndpointBlock() {}

  static RemoteWriteSettings read(BlockReader block) {
    refuseClouds(block);
    RelabelRules rules = RuleBlock.read(block, RULE, NameValidations.read(block));
    var unnamed =
        new RemoteWriteSettings(
            block.attribute("name").text(""),
            "",
            url(block.required("url")),
            message(block.attribute("protobuf_message")),
            timeout(block.attribute("remote_timeout")),
            new TreeMap<>(block.attribute("headers").textMap()),
            HttpClientBlock.read(block, HttpClientSettings.REMOTE_WRITE_DEFAULTS),
            rules.rules(),
            block.attribute("send_exemplars").bool(true),
            block.attribute("send_native_histograms").bool(false),
            block.attribute("round_robin_dns").bool(false),
            block.attribute("failed_request_logging").bool(false),
            block.block("queue_config").map(EndpointBlock::queue).orElse(QUEUE),
            block
                .block("metadata_config")
                .map(EndpointBlock::metadata)
                .orElse(MetadataSettings.DEFAULT));
    return identified(unnamed, block.attribute("generated_name").bool(false));
  }

  /// Like the original, an endpoint without a name is called by what it says, secrets left out. One
  /// whose name was made that way by somebody else is known by it.
  private static RemoteWriteSettings identified(RemoteWriteSettings unnamed, boolean isGenerated) {
    if (isGenerated && !unnamed.name().isEmpty()) {
      return unnamed.identified(unnamed.name(), unnamed.name());
    }
    byte[] text = describe(unnamed).source().getBytes(StandardCharsets.UTF_8);
    String hash = "%016x".formatted(Hash64.of(text, 0, text.length, 0));
    return unnamed.identified(
        unnamed.name().isEmpty() ? hash.substring(0, 6) : unnamed.name(), hash);
  }

  private static String url(AttributeReader written) {
    return written.parsed("", "", text -> HttpUrls.parse(text, Set.of("http", "https")));
  }

  private static ProtobufMessage message(AttributeReader written) {
    String name = written.text(ProtobufMessage.V1.fullName());
    return ProtobufMessage.byFullName(name)
        .orElseGet(() -> {
          List<String> all =
              Arrays.stream(ProtobufMessage.values()).map(ProtobufMessage::fullName).toList();
          written.error(
              "unknown remote write protobuf message \"%s\", should be one of %s"
                  .formatted(name, String.join(", ", all)));
          return ProtobufMessage.V1;
        });
  }

  private static Duration timeout(AttributeReader written) {
    Duration timeout = written.duration(RemoteWriteSettings.DEFAULT_REMOTE_TIMEOUT);
    if (!timeout.isPositive()) {
      written.error("remote_timeout must be greater than 0");
    }
    return timeout;
  }

  private static QueueSettings queue(BlockReader block) {
    int capacity = block.attribute("capacity").integer(QUEUE.capacity());
    int maxShards = block.attribute("max_shards").integer(QUEUE.maxShards());
    int minShards = block.attribute("min_shards").integer(QUEUE.minShards());
    int maxSamples = block.attribute("max_samples_per_send").integer(QUEUE.maxSamplesPerSend());
    Duration deadline = block.attribute("batch_send_deadline").duration(QUEUE.batchSendDeadline());
    Duration minBackoff = block.attribute("min_backoff").duration(QUEUE.minBackoff());
    Duration maxBackoff = block.attribute("max_backoff").duration(QUEUE.maxBackoff());
    boolean retries = block.attribute("retry_on_http_429").bool(QUEUE.retryOnHttp429());
    Duration ageLimit = block.attribute("sample_age_limit").duration(QUEUE.sampleAgeLimit());
    try {
      return new QueueSettings(
          capacity,
          maxShards,
          minShards,
          maxSamples,
          deadline,
          minBackoff,
          maxBackoff,
          retries,
          ageLimit);
    } catch (ConfigException e) {
      block.error(String.valueOf(e.getMessage()));
      return QUEUE;
    }
  }

  private static MetadataSettings metadata(BlockReader block) {
    MetadataSettings usual = MetadataSettings.DEFAULT;
    var settings =
        new MetadataSettings(
            block.attribute("send").bool(usual.send()),
            block.attribute("send_interval").duration(usual.sendInterval()),
            block.attribute("max_samples_per_send").integer(usual.maxSamplesPerSend()));
    if (settings.send() && !settings.sendInterval().isPositive()) {
      block.attribute("send_interval").error("send_interval must be greater than 0");
    }
    if (settings.send() && settings.maxSamplesPerSend() <= 0) {
      block.attribute("max_samples_per_send").error("max_samples_per_send must be greater than 0");
    }
    return settings;
  }

  /// Authentication of cloud vendors: known, so that nothing else is said about the blocks.
  private static void refuseClouds(BlockReader endpoint) {
    refuse(
        endpoint,
        "sigv4",
        List.of(
            "region",
            "access_key",
            "secret_key",
            "profile",
            "role_arn",
            "external_id",
            "use_fips_sts_endpoint",
            "service_name"),
        Map.of());
    refuse(
        endpoint,
        "azuread",
        List.of("cloud", "scope"),
        Map.of(
            "managed_identity", List.of("client_id"),
            "workload_identity", List.of("client_id", "tenant_id", "token_file_path"),
            "oauth", List.of("client_id", "client_secret", "tenant_id"),
            "sdk", List.of("tenant_id")));
    refuse(endpoint, "google_iam", List.of("credentials_file"), Map.of());
  }

  private static void refuse(
      BlockReader endpoint, String name, List<String> attributes, Map<String, List<String>> inner) {
    endpoint
        .block(name)
        .ifPresent(block -> {
          attributes.forEach(block::attribute);
          inner.forEach((key, of) -> block.block(key).ifPresent(one -> of.forEach(one::attribute)));
          block.error(
              name + ": authentication of remote write with " + name + " is not supported yet");
        });
  }

  static Body describe(RemoteWriteSettings endpoint) {
    var headers = new LinkedHashMap<String, Value>();
    // They may hold tokens.
    endpoint
        .headers()
        .forEach((name, value) -> headers.put(name, Value.of(SecretCapsule.of(value))));
    Body.Builder body =
        Body.builder()
            .attr("name", endpoint.hasGeneratedName() ? "" : endpoint.name())
            .attr("url", SecretUrls.shown(endpoint.url()))
            .attr("remote_timeout", GoDurations.format(endpoint.remoteTimeout()))
            .attr("headers", Value.of(headers))
            .attr("send_exemplars", Value.of(endpoint.sendExemplars()))
            .attr("send_native_histograms", Value.of(endpoint.sendNativeHistograms()))
            .attr("protobuf_message", endpoint.message().fullName())
            .attr("round_robin_dns", Value.of(endpoint.roundRobinDns()))
            .attr("failed_request_logging", Value.of(endpoint.failedRequestLogging()));
    HttpClientBlock.describe(endpoint.client(), body);
    body.block("queue_config", describe(endpoint.queue()));
    body.block("metadata_config", describe(endpoint.metadata()));
    RuleBlock.describe(RelabelRules.of(endpoint.writeRelabelRules()), RULE, body);
    return body.build();
  }

  private static Body describe(QueueSettings queue) {
    return Body.builder()
        .attr("capacity", Value.of(queue.capacity()))
        .attr("max_shards", Value.of(queue.maxShards()))
        .attr("min_shards", Value.of(queue.minShards()))
        .attr("max_samples_per_send", Value.of(queue.maxSamplesPerSend()))
        .attr("batch_send_deadline", GoDurations.format(queue.batchSendDeadline()))
        .attr("min_backoff", GoDurations.format(queue.minBackoff()))
        .attr("max_backoff", GoDurations.format(queue.maxBackoff()))
        .attr("retry_on_http_429", Value.of(queue.retryOnHttp429()))
        .attr("sample_age_limit", GoDurations.format(queue.sampleAgeLimit()))
        .build();
  }

  private static Body describe(MetadataSettings metadata) {
    return Body.builder()
        .attr("send", Value.of(metadata.send()))
        .attr("send_interval", GoDurations.format(metadata.sendInterval()))
        .attr("max_samples_per_send", Value.of(metadata.maxSamplesPerSend()))
        .build();
  }
}
