package io.tributary.metrics.component;

import io.tributary.base.config.GoDurations;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.block.RuleBlock;
import io.tributary.component.capsule.MetricsReceiver;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.relabel.LayoutMapper;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Value;
import java.time.Duration;
import java.util.List;

/// The arguments of `prometheus.relabel`.
///
/// @param maxCacheSize results that are remembered, see [#cacheBytes]
/// @param cacheTtl how long a result is remembered that nobody asks for; zero for no limit
///
///   Source: grafana/alloy `internal/component/prometheus/relabel/relabel.go`, Arguments.
record RelabelArguments(
    List<MetricsReceiver> forwardTo, RelabelRules rules, int maxCacheSize, Duration cacheTtl) {
  static final int DEFAULT_MAX_CACHE_SIZE = 100_000;

  static final ArgumentsCodec<RelabelArguments> CODEC =
      ArgumentsCodec.of(RelabelArguments::decode, RelabelArguments::describe);

  RelabelArguments {
    forwardTo = List.copyOf(forwardTo);
  }

  private static RelabelArguments decode(BlockReader block) {
    AttributeReader size = block.attribute("max_cache_size");
    AttributeReader ttl = block.attribute("cache_ttl");
    var arguments =
        new RelabelArguments(
            Receivers.read(block),
            RuleBlock.read(block, NameValidation.LEGACY),
            size.integer(DEFAULT_MAX_CACHE_SIZE),
            ttl.duration(Duration.ZERO));
    if (arguments.maxCacheSize <= 0) {
      size.error("max_cache_size must be greater than 0 and is " + arguments.maxCacheSize);
    }
    if (arguments.cacheTtl.isNegative()) {
      ttl.error("cache_ttl must not be negative and is " + GoDurations.format(arguments.cacheTtl));
    }
    return arguments;
  }

  private static Body describe(RelabelArguments arguments) {
    Body.Builder body =
        Body.builder()
            .attr("forward_to", Receivers.describe(arguments.forwardTo))
            .attr("max_cache_size", Value.of(arguments.maxCacheSize))
            .attr("cache_ttl", GoDurations.format(arguments.cacheTtl));
    RuleBlock.describe(arguments.rules, body);
    return body.build();
  }

  /// The memory for results. What is remembered is whole layouts and not single results, so the
  /// bound is what so many results take in the originals: 32 MiB at the default.
  long cacheBytes() {
    return LayoutMapper.DEFAULT_MAX_BYTES * maxCacheSize / DEFAULT_MAX_CACHE_SIZE;
  }
}
