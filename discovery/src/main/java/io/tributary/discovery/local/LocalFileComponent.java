package io.tributary.discovery.local;

import io.prometheus.metrics.core.metrics.Gauge;
import io.tributary.base.disk.DirectoryWatch;
import io.tributary.base.disk.IoReason;
import io.tributary.component.Component;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Exports;
import io.tributary.component.Health;
import io.tributary.component.Rounds;
import io.tributary.component.StopSignal;
import io.tributary.component.block.FileArguments;
import io.tributary.river.value.OptionalSecret;
import io.tributary.river.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `local.file`: what a file contains, as it is, for as long as it can be read; then what it last
/// contained.
///
/// The directory of the file is watched, so that a file that is replaced counts as changed too.
///
/// Source: grafana/alloy `internal/component/local/file`.
public final class LocalFileComponent implements Component<FileArguments> {
  /// A larger file cannot be read: it becomes one text.
  static final int MAX_BYTES = 16 << 20;

  private final ComponentContext context;
  private final Rounds rounds;
  private final Gauge lastAccessed;

  /// Guarded by `this`.
  private FileArguments arguments;

  /// Guarded by `this`.
  private boolean isRunning;

  /// Guarded by `this`.
  private @Nullable DirectoryWatch watch;

  private volatile Health health;

  private LocalFileComponent(ComponentContext context, FileArguments first) throws IOException {
    this.context = context;
    rounds = new Rounds(context.clock());
    lastAccessed =
        Gauge.builder()
            .name("local_file_timestamp_last_accessed_unix_seconds")
            .help("The last successful access in unix seconds")
            .build();
    arguments = first;
    health = Health.unknown("component created", now());
    take(first);
    context.registry().register(lastAccessed); // Last: what fails is built again.
  }

  public static ComponentDefinition<?> definition() {
    return ComponentDefinition.of("local.file", FileArguments.SECRET_CODEC, LocalFileComponent::new)
        .exporting(content(OptionalSecret.of("", false)));
  }

  @Override
  public synchronized void update(FileArguments next) throws IOException {
    take(next);
    if (isRunning) {
      openWatch();
      rounds.ask(); // For the intervals, and for what happened before the watch.
    }
  }

  /// Brings arguments into force, if the file can be read.
  private void take(FileArguments next) throws IOException {
    String text = read(next);
    arguments = next;
    show(text);
  }

  @Override
  public void run(StopSignal stop) throws InterruptedException {
    synchronized (this) {
      isRunning = true;
      openWatch();
    }
    try {
      rounds.run(stop, Duration.ZERO, this::round);
    } finally {
      synchronized (this) {
        isRunning = false;
        closeWatch();
      }
    }
  }

  private synchronized Duration round() {
    try {
      show(read(arguments));
    } catch (IOException e) {
      String reason = String.valueOf(e.getMessage());
      if (health.isHealthy()) {
        context
            .logger()
            .atError()
            .addKeyValue("path", arguments.filename())
            .addKeyValue("err", reason)
            .log("failed to read file");
      }
      health = Health.unhealthy(reason, now());
    }
    return arguments.pollFrequency();
  }

  private void show(String text) {
    lastAccessed.set(context.clock().wallMs() / 1e3);
    context.publish(content(OptionalSecret.of(text, arguments.isSecret())));
    health = Health.healthy("read file", now());
  }

  private static Exports content(OptionalSecret content) {
    return Exports.of("content", Value.of(content));
  }

  private static String read(FileArguments arguments) throws IOException {
    String name = arguments.filename();
    try (InputStream in = Files.newInputStream(Path.of(name))) {
      byte[] content = in.readNBytes(MAX_BYTES);
      if (in.read() >= 0) {
        throw new IOException("larger than " + MAX_BYTES + " bytes");
      }
      return new String(content, StandardCharsets.UTF_8);
    } catch (IOException e) {
      String verb = e instanceof FileSystemException ? "open " : "read ";
      throw new IOException("failed to read file: " + verb + name + ": " + IoReason.of(e), e);
    } catch (InvalidPathException e) {
      throw new IOException("failed to read file: not a file name: " + e.getReason(), e);
    }
  }

  /// Without a watch there are still the intervals. Call with the lock of `this` held.
  private void openWatch() {
    closeWatch();
    if (arguments.detector() == FileArguments.Detector.POLL) {
      return;
    }
    try {
      var opened = new DirectoryWatch();
      watch = opened;
      Path directory = Path.of(arguments.filename()).toAbsolutePath().getParent();
      if (directory != null) {
        opened.add(directory);
      }
      Thread.ofVirtual().name("watch-" + context.id().global()).start(() -> follow(opened));
    } catch (IOException e) {
      context
          .logger()
          .atWarn()
          .addKeyValue("path", arguments.filename())
          .addKeyValue("err", IoReason.of(e))
          .log("failed to watch file");
    }
  }

  private void follow(DirectoryWatch changes) {
    try {
      while (changes.awaitChanges()) {
        rounds.ask();
      }
    } catch (InterruptedException e) {
      // Nobody interrupts it; closing the watch ends it.
    }
  }

  private void closeWatch() {
    DirectoryWatch opened = watch;
    watch = null;
    if (opened != null) {
      opened.close();
    }
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.clock().wallMs());
  }

  @Override
  public Optional<Health> health() {
    return Optional.of(health);
  }
}
