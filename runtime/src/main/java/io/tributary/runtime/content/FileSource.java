package io.tributary.runtime.content;

import io.tributary.base.disk.IoReason;
import io.tributary.base.time.Clock;
import io.tributary.runtime.source.SourceReader;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;

/// A file, or the River files of a directory.
final class FileSource implements ContentSource {
  /// After a change, before reading: others are still writing.
  private static final Duration SETTLE = Duration.ofMillis(30);

  private final Path path;
  private final Clock clock;
  private final FileArguments arguments;
  private final FileWatch watch;

  private FileSource(Path path, Clock clock, FileArguments arguments, FileWatch watch) {
    this.path = path;
    this.clock = clock;
    this.arguments = arguments;
    this.watch = watch;
  }

  static FileSource open(ContentContext context, FileArguments arguments) {
    Path path = Path.of(arguments.filename());
    boolean isWatched = arguments.detector() == FileArguments.Detector.FSNOTIFY;
    FileWatch watch = isWatched ? FileWatch.open(path) : FileWatch.NONE;
    return new FileSource(path, context.clock(), arguments, watch);
  }

  @Override
  public Content read() throws IOException {
    try {
      return Content.read(path, Path::toString);
    } catch (FileSystemException e) {
      throw new IOException("failed to read file: open " + e.getFile() + ": " + IoReason.of(e), e);
    } catch (IOException e) {
      throw new IOException("failed to read file: " + IoReason.of(e), e);
    }
  }

  @Override
  public String modulePath() {
    return SourceReader.directory(path);
  }

  /// Also looks from time to time where changes are announced: not every file system does that.
  @Override
  public void awaitChange() throws InterruptedException {
    if (watch.isOpen()) {
      if (watch.await(arguments.pollFrequency())) {
        clock.sleepUntil(clock.nanos() + SETTLE.toNanos());
        watch.drain();
      }
    } else {
      clock.sleepUntil(clock.nanos() + arguments.pollFrequency().toNanos());
    }
  }

  @Override
  public void close() {
    watch.close();
  }
}
