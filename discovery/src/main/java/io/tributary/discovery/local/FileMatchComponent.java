package io.tributary.discovery.local;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.GoDurations;
import io.tributary.base.disk.IoReason;
import io.tributary.base.glob.PathPattern;
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
import io.tributary.discovery.DiscoveryLimits;
import io.tributary.discovery.Problems;
import io.tributary.model.labels.Labels;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `local.file_match`: a target for each file that a pattern names.
///
/// Source: grafana/alloy `internal/component/local/file_match`.
public final class FileMatchComponent implements Component<FileMatchComponent.Arguments> {
  private static final String PATH = "__path__";
  private static final String EXCLUDE = "__path_exclude__";

  /// Each of `pathTargets` becomes one target for each file. Zero for `ignoreOlderThan` ignores
  /// none.
  record Arguments(List<Labels> pathTargets, Duration syncPeriod, Duration ignoreOlderThan) {
    Arguments {
      pathTargets = List.copyOf(pathTargets);
    }
  }

  private static final ArgumentsCodec<Arguments> ARGUMENTS =
      ArgumentsCodec.of(FileMatchComponent::decode, FileMatchComponent::describe);

  private final ComponentContext context;
  private final Rounds rounds;
  private volatile Arguments arguments;
  private volatile @Nullable Health health;

  private FileMatchComponent(ComponentContext context, Arguments first) {
    this.context = context;
    rounds = new Rounds(context.clock());
    arguments = first;
  }

  public static ComponentDefinition<?> definition() {
    return ComponentDefinition.of("local.file_match", ARGUMENTS, FileMatchComponent::new)
        .exporting(targets(List.of()));
  }

  @Override
  public void update(Arguments next) {
    arguments = next;
    rounds.ask();
  }

  @Override
  public void run(StopSignal stop) throws InterruptedException {
    rounds.run(stop, Duration.ZERO, this::round);
  }

  private Duration round() throws InterruptedException {
    Arguments now = arguments;
    var found = new ArrayList<Labels>();
    var problems = new ArrayList<String>();
    for (Labels target : now.pathTargets()) {
      try {
        found.addAll(files(target, now.ignoreOlderThan()));
      } catch (ConfigException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    context.publish(targets(found));
    health(problems);
    return now.syncPeriod();
  }

  private List<Labels> files(Labels target, Duration ignoreOlderThan) throws InterruptedException {
    String excludes = target.getOrEmpty(EXCLUDE);
    PathPattern excluded = excludes.isEmpty() ? null : PathPattern.compile(excludes);
    var found = new ArrayList<Labels>();
    int most = DiscoveryLimits.DEFAULTS.maxTargets();
    for (String path : PathPattern.find(target.getOrEmpty(PATH), most)) {
      if (excluded == null || !excluded.matches(path)) {
        Path absolute = Path.of(path).toAbsolutePath().normalize();
        if (isWanted(absolute, ignoreOlderThan)) {
          found.add(new Labels.Builder(target).set(PATH, absolute.toString()).build());
        }
      }
    }
    return found;
  }

  /// Whether it is a file, and young enough.
  private boolean isWanted(Path file, Duration ignoreOlderThan) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      Instant oldest = now().minus(ignoreOlderThan);
      return !attributes.isDirectory()
          && (ignoreOlderThan.isZero()
              || !attributes.lastModifiedTime().toInstant().isBefore(oldest));
    } catch (NoSuchFileException e) {
      return false; // It has just gone, or is a link that leads nowhere.
    } catch (IOException e) {
      context
          .logger()
          .atError()
          .addKeyValue("path", file)
          .addKeyValue("err", IoReason.of(e))
          .log("error getting os stat");
      return false;
    }
  }

  private void health(List<String> problems) {
    Health before = health;
    if (problems.isEmpty()) {
      if (before == null || !before.isHealthy()) {
        health = Health.healthy("found files", now());
      }
      return;
    }
    String reason = "cannot find all files: " + Problems.summary(problems);
    if (before == null || !before.message().equals(reason)) {
      context.logger().atError().addKeyValue("err", reason).log("error getting paths");
      health = Health.unhealthy(reason, now());
    }
  }

  private static Exports targets(List<Labels> found) {
    return Exports.of("targets", TargetCapsule.listOf(found));
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.clock().wallMs());
  }

  @Override
  public Optional<Health> health() {
    return Optional.ofNullable(health);
  }

  private static Arguments decode(BlockReader block) {
    AttributeReader syncPeriod = block.attribute("sync_period");
    AttributeReader ignoreOlderThan = block.attribute("ignore_older_than");
    var arguments =
        new Arguments(
            block.required("path_targets").list(TargetCapsule.READER).orElse(List.of()),
            syncPeriod.duration(Duration.ofSeconds(10)),
            ignoreOlderThan.duration(Duration.ZERO));
    if (!arguments.syncPeriod.isPositive()) {
      syncPeriod.error("sync_period must be greater than 0");
    }
    if (arguments.ignoreOlderThan.isNegative()) {
      ignoreOlderThan.error("ignore_older_than must not be negative");
    }
    return arguments;
  }

  private static Body describe(Arguments arguments) {
    var body =
        Body.builder()
            .attr("path_targets", TargetCapsule.listOf(arguments.pathTargets))
            .attr("sync_period", GoDurations.format(arguments.syncPeriod));
    if (!arguments.ignoreOlderThan.isZero()) {
      body.attr("ignore_older_than", GoDurations.format(arguments.ignoreOlderThan));
    }
    return body.build();
  }
}
