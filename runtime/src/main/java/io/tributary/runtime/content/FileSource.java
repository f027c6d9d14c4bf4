package io.tributary.runtime.content;

import io.tributary.base.disk.DirectoryWatch;
import io.tributary.base.disk.IoReason;
import io.tributary.base.time.Clock;
import io.tributary.component.block.FileArguments;
import io.tributary.runtime.source.SourceReader;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file, or the River files of a directory.
final class FileSource implements ContentSource {
  private static final Logger LOG = LoggerFactory.getLogger(FileSource.class);

  private final Path path;
  private final Clock clock;
  private final FileArguments arguments;
  private final @Nullable DirectoryWatch watch;

  private FileSource(
      Path path, Clock clock, FileArguments arguments, @Nullable DirectoryWatch watch) {
    this.path = path;
    this.clock = clock;
    this.arguments = arguments;
    this.watch = watch;
  }

  static FileSource open(ContentContext context, FileArguments arguments) {
    Path path = Path.of(arguments.filename());
    boolean isWatched = arguments.detector() == FileArguments.Detector.FSNOTIFY;
    DirectoryWatch watch = isWatched ? openWatch(path) : null;
    return new FileSource(path, context.clock(), arguments, watch);
  }

  /// Null where there are only the intervals.
  private static @Nullable DirectoryWatch openWatch(Path path) {
    try {
      return new DirectoryWatch();
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("path", path)
          .addKeyValue("err", IoReason.of(e))
          .log("failed to watch file");
      return null;
    }
  }

  @Override
  public Content read() throws IOException {
    watchDirectory(); // Before reading, so that no change falls between.
    try {
      return Content.read(path, Path::toString);
    } catch (FileSystemException e) {
      throw new IOException("failed to read file: open " + e.getFile() + ": " + IoReason.of(e), e);
    } catch (IOException e) {
      throw new IOException("failed to read file: " + IoReason.of(e), e);
    }
  }

  /// A directory is watched itself. One that is not there, or has been replaced, is tried again
  /// with each reading.
  private void watchDirectory() {
    Path absolute = path.toAbsolutePath();
    Path directory = Files.isDirectory(absolute) ? absolute : absolute.getParent();
    if (watch == null || directory == null) {
      return;
    }
    try {
      watch.add(directory);
    } catch (IOException e) {
      LOG.atDebug()
          .addKeyValue("path", directory)
          .addKeyValue("err", IoReason.of(e))
          .log("failed to watch file");
    }
  }

  @Override
  public String modulePath() {
    return SourceReader.directory(path);
  }

  /// Also looks from time to time where changes are announced: not every file system does that.
  @Override
  public void awaitChange() throws InterruptedException {
    if (watch != null) {
      watch.awaitChanges(arguments.pollFrequency());
    } else {
      clock.sleepUntil(clock.nanos() + arguments.pollFrequency().toNanos());
    }
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }
}
