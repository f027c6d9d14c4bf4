package io.tributary.metrics.component;

import io.tributary.base.config.GoDurations;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.metrics.wal.ConsumerBudget;
import io.tributary.model.labels.Labels;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// The arguments of `prometheus.remote_write`.
///
/// Source: grafana/alloy `internal/component/prometheus/remotewrite/types.go`.
record RemoteWriteArguments(
    Labels externalLabels, List<RemoteWriteSettings> endpoints, WalOptions wal, Ending ending) {

  static final ArgumentsCodec<RemoteWriteArguments> CODEC =
      ArgumentsCodec.of(RemoteWriteArguments::decode, RemoteWriteArguments::describe);

  RemoteWriteArguments {
    endpoints = List.copyOf(endpoints);
  }

  /// What happens when the component stops: static mode has it, the originals of this component
  /// have not.
  ///
  /// @param flushDeadline how long endpoints may go on sending; empty for what the agent says
  /// @param writesStale whether all series end with a marker
  record Ending(Optional<Duration> flushDeadline, boolean writesStale) {}

  /// The block `wal`. What was acknowledged is deleted and what was not is kept, so two of the
  /// three say nothing to the log; they are checked and shown.
  ///
  /// @param limitsAge whether `max_keepalive_time` was written: nothing unsent is deleted by a
  ///   timer that nobody asked for
  record WalOptions(
      Duration truncateFrequency,
      Duration minKeepaliveTime,
      Duration maxKeepaliveTime,
      boolean limitsAge) {
    static final WalOptions DEFAULT =
        new WalOptions(Duration.ofHours(2), Duration.ofMinutes(5), Duration.ofHours(8), false);

    /// What the log keeps for one endpoint.
    ConsumerBudget budget(DataPlane.Tuning tuning) {
      return new ConsumerBudget(
          tuning.backlogBytes(), limitsAge ? maxKeepaliveTime : tuning.backlogAge());
    }
  }

  private static RemoteWriteArguments decode(BlockReader block) {
    return new RemoteWriteArguments(
        Labels.of(block.attribute("external_labels").textMap()),
        block.blocks("endpoint").stream().map(EndpointBlock::read).toList(),
        block.block("wal").map(RemoteWriteArguments::readWal).orElse(WalOptions.DEFAULT),
        readEnding(block));
  }

  private static Ending readEnding(BlockReader block) {
    AttributeReader deadline = block.attribute("remote_flush_deadline");
    Duration written = deadline.duration(Duration.ZERO);
    if (deadline.isThere() && !written.isPositive()) {
      deadline.error("remote_flush_deadline must be greater than 0s");
    }
    return new Ending(
        written.isPositive() ? Optional.of(written) : Optional.empty(),
        block.attribute("write_stale_on_shutdown").bool(false));
  }

  private static WalOptions readWal(BlockReader block) {
    WalOptions usual = WalOptions.DEFAULT;
    AttributeReader most = block.attribute("max_keepalive_time");
    var options =
        new WalOptions(
            block.attribute("truncate_frequency").duration(usual.truncateFrequency),
            block.attribute("min_keepalive_time").duration(usual.minKeepaliveTime),
            most.duration(usual.maxKeepaliveTime),
            most.isThere());
    if (options.truncateFrequency.isZero()) {
      block.attribute("truncate_frequency").error("truncate_frequency must not be 0");
    }
    if (options.maxKeepaliveTime.compareTo(options.minKeepaliveTime) <= 0) {
      block.error("min_keepalive_time must be smaller than max_keepalive_time");
    } else if (!options.maxKeepaliveTime.isPositive()) {
      most.error("max_keepalive_time must be greater than 0");
    }
    return options;
  }

  private static Body describe(RemoteWriteArguments arguments) {
    var labels = new LinkedHashMap<String, Value>();
    arguments.externalLabels.forEach((name, value) -> labels.put(name, Value.of(value)));
    Body.Builder body = Body.builder().attr("external_labels", Value.of(labels));
    arguments.ending.flushDeadline.ifPresent(
        time -> body.attr("remote_flush_deadline", GoDurations.format(time)));
    body.attr("write_stale_on_shutdown", Value.of(arguments.ending.writesStale));
    arguments.endpoints.forEach(one -> body.block("endpoint", EndpointBlock.describe(one)));
    WalOptions wal = arguments.wal;
    return body.block(
            "wal",
            Body.builder()
                .attr("truncate_frequency", GoDurations.format(wal.truncateFrequency))
                .attr("min_keepalive_time", GoDurations.format(wal.minKeepaliveTime))
                .attr("max_keepalive_time", GoDurations.format(wal.maxKeepaliveTime))
                .build())
        .build();
  }
}
