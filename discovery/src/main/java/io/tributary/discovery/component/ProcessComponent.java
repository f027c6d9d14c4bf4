package io.tributary.discovery.component;

import io.tributary.base.config.GoDurations;
import io.tributary.base.disk.IoReason;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.Component;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Exports;
import io.tributary.component.Health;
import io.tributary.component.Rounds;
import io.tributary.component.StopSignal;
import io.tributary.component.capsule.TargetCapsule;
import io.tributary.discovery.process.ContainerJoin;
import io.tributary.discovery.process.ProcessScan;
import io.tributary.discovery.process.ProcessSettings;
import io.tributary.model.labels.Labels;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `discovery.process`: the processes of this host.
///
/// Source: grafana/alloy `internal/component/discovery/process`.
final class ProcessComponent implements Component<ProcessComponent.Arguments> {

  /// `join` are targets whose labels processes in the same container get.
  record Arguments(List<Labels> join, Duration refreshInterval, ProcessSettings settings) {
    Arguments {
      join = List.copyOf(join);
    }
  }

  private static final Duration DEFAULT_REFRESH_INTERVAL = Duration.ofMinutes(1);
  private static final ArgumentsCodec<Arguments> ARGUMENTS =
      ArgumentsCodec.of(ProcessComponent::decode, ProcessComponent::describe);

  private final ComponentContext context;
  private final TargetTap tap;
  private final ProcessScan scan;
  private final Rounds rounds;

  /// Guarded by `this`.
  private Arguments arguments;

  /// What the last scan that went well has found; null before. Guarded by `this`.
  private @Nullable List<Labels> processes;

  private volatile @Nullable Health health;

  private ProcessComponent(ComponentContext context, ProcessScan scan, Arguments first) {
    this.context = context;
    this.tap = new TargetTap(context);
    this.scan = scan;
    rounds = new Rounds(context.clock());
    arguments = first;
  }

  static ComponentDefinition<Arguments> definition() {
    return definition(new ProcessScan(Path.of("/proc"), Path.of("/etc/passwd")));
  }

  static ComponentDefinition<Arguments> definition(ProcessScan scan) {
    return ComponentDefinition.of(
            "discovery.process",
            ARGUMENTS,
            (context, first) -> new ProcessComponent(context, scan, first))
        .exporting(Exports.of("targets", TargetCapsule.listOf(List.of())));
  }

  /// Other targets to join need no scan.
  @Override
  public synchronized void update(Arguments next) {
    boolean isScanNeeded =
        !next.settings().equals(arguments.settings())
            || !next.refreshInterval().equals(arguments.refreshInterval());
    arguments = next;
    if (isScanNeeded) {
      rounds.ask();
    } else {
      publish();
    }
  }

  @Override
  public void run(StopSignal stop) throws InterruptedException {
    rounds.run(stop, Duration.ZERO, this::round);
  }

  private Duration round() {
    Arguments now = arguments();
    try {
      List<Labels> found = scan.processes(now.settings());
      synchronized (this) {
        processes = found;
        publish();
      }
      health = Health.healthy("found processes", now());
    } catch (IOException e) {
      health = Health.unhealthy("cannot list processes: " + IoReason.of(e), now());
      context.logger().atError().addKeyValue("err", e).log("Cannot list processes");
    }
    return now.refreshInterval();
  }

  private synchronized Arguments arguments() {
    return arguments;
  }

  /// Call with the lock of `this` held. Nothing is shown before the first scan.
  private void publish() {
    List<Labels> found = processes;
    if (found != null) {
      List<Labels> targets = ContainerJoin.join(found, arguments.join());
      context.publish(Exports.of("targets", TargetCapsule.listOf(targets)));
      tap.show(targets);
    }
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.clock().wallMs());
  }

  @Override
  public Optional<Health> health() {
    return Optional.ofNullable(health);
  }

  private static Arguments decode(BlockReader block) {
    return new Arguments(
        block.attribute("join").list(TargetCapsule.READER).orElse(List.of()),
        RefreshInterval.read(block, DEFAULT_REFRESH_INTERVAL),
        block
            .block("discover_config")
            .map(ProcessComponent::settings)
            .orElse(ProcessSettings.DEFAULTS));
  }

  private static ProcessSettings settings(BlockReader block) {
    ProcessSettings defaults = ProcessSettings.DEFAULTS;
    return new ProcessSettings(
        block.attribute("cwd").bool(defaults.cwd()),
        block.attribute("exe").bool(defaults.exe()),
        block.attribute("commandline").bool(defaults.commandline()),
        block.attribute("username").bool(defaults.username()),
        block.attribute("uid").bool(defaults.uid()),
        block.attribute("container_id").bool(defaults.containerId()),
        block.attribute("cgroup_path").bool(defaults.cgroupPath()));
  }

  private static Body describe(Arguments arguments) {
    ProcessSettings settings = arguments.settings();
    Body config =
        Body.builder()
            .attr("cwd", Value.of(settings.cwd()))
            .attr("exe", Value.of(settings.exe()))
            .attr("commandline", Value.of(settings.commandline()))
            .attr("username", Value.of(settings.username()))
            .attr("uid", Value.of(settings.uid()))
            .attr("container_id", Value.of(settings.containerId()))
            .attr("cgroup_path", Value.of(settings.cgroupPath()))
            .build();
    return Body.builder()
        .attr("join", TargetCapsule.listOf(arguments.join()))
        .attr("refresh_interval", GoDurations.format(arguments.refreshInterval()))
        .block("discover_config", config)
        .build();
  }
}
