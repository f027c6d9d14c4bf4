package io.tributary.metrics.component;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.config.GoDurations;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.Component;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Rounds;
import io.tributary.component.StopSignal;
import io.tributary.metrics.wal.AbandonedLogs;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import java.nio.file.Path;
import java.time.Duration;

/// `prometheus.wal_cleaner`: deletes logs of `prometheus.remote_write` that no component has any
/// more. Whoever wants that says how old they must be: nothing unsent goes by itself.
///
/// Neither Flow nor Alloy has it: it is static mode's cleaner.
///
/// Source: grafana/agent `static/metrics/cleaner.go`.
final class WalCleanerComponent implements Component<WalCleanerComponent.Arguments> {
  static final ComponentDefinition<Arguments> DEFINITION =
      ComponentDefinition.of(
          "prometheus.wal_cleaner",
          ArgumentsCodec.of(WalCleanerComponent::decode, WalCleanerComponent::describe),
          WalCleanerComponent::new);

  private static final Duration USUAL_PERIOD = Duration.ofMinutes(30);

  record Arguments(Duration abandonedAge, Duration period) {}

  private final ComponentContext context;
  private final AbandonedLogs logs;
  private final Rounds rounds;
  private final Meters meters;
  private volatile Arguments arguments;

  private WalCleanerComponent(ComponentContext context, Arguments first) {
    this.context = context;
    arguments = first;
    Path own = context.dataDirectory();
    Path parent = own.getParent();
    logs =
        new AbandonedLogs(parent == null ? own : parent, context.service(DataPlane.class).disk());
    rounds = new Rounds(context.clock());
    meters = new Meters(context.registry());
  }

  /// Under the names of static mode.
  private static final class Meters {
    final Gauge managed;
    final Gauge abandoned;
    final Counter deleted;
    final Counter failed;

    Meters(PrometheusRegistry registry) {
      managed =
          Gauge.builder()
              .name("agent_metrics_cleaner_managed_storage")
              .help("Number of storage directories associated with managed instances")
              .register(registry);
      abandoned =
          Gauge.builder()
              .name("agent_metrics_cleaner_abandoned_storage")
              .help("Number of storage directories not associated with any managed instance")
              .register(registry);
      deleted =
          Counter.builder()
              .name("agent_metrics_cleaner_success_total")
              .help("Number of successfully removed abandoned WALs")
              .register(registry);
      failed =
          Counter.builder()
              .name("agent_metrics_cleaner_errors_total")
              .help("Number of errors removing abandoned WALs")
              .register(registry);
    }
  }

  @Override
  public void update(Arguments next) {
    arguments = next;
    rounds.ask();
  }

  @Override
  public void run(StopSignal stop) throws InterruptedException {
    rounds.run(stop, arguments.period(), this::clean);
  }

  private Duration clean() {
    Arguments now = arguments;
    AbandonedLogs.Result result =
        logs.deleteBefore(context.clock().wallMs() - now.abandonedAge().toMillis());
    meters.managed.set(result.inUse());
    meters.abandoned.set(result.abandoned());
    meters.deleted.inc(result.deleted().size());
    meters.failed.inc(result.failures().size());
    result
        .deleted()
        .forEach(log ->
            context
                .logger()
                .warn(
                    "deleted the log {}, which nobody has used for {}",
                    log,
                    GoDurations.format(now.abandonedAge())));
    result.failures().forEach(failure -> context.logger().error("{}", failure));
    return now.period();
  }

  private static Arguments decode(BlockReader block) {
    return new Arguments(
        positive("abandoned_age", block.required("abandoned_age"), Duration.ofHours(12)),
        positive("period", block.attribute("period"), USUAL_PERIOD));
  }

  private static Duration positive(String name, AttributeReader attribute, Duration fallback) {
    Duration duration = attribute.duration(fallback);
    if (!duration.isPositive()) {
      attribute.error(name + " must be greater than 0s");
    }
    return duration;
  }

  private static Body describe(Arguments arguments) {
    return Body.builder()
        .attr("abandoned_age", GoDurations.format(arguments.abandonedAge()))
        .attr("period", GoDurations.format(arguments.period()))
        .build();
  }
}
