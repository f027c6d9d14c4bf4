package io.tributary.runtime.content;

import io.tributary.base.time.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A file, or the River files of a directory, in a clone of a repository.
///
/// Where the repository cannot be reached, what was cloned before is read.
final class GitSource implements ContentSource {
  private final GitRepository repository;
  private final GitArguments arguments;
  private final Clock clock;

  private GitSource(GitRepository repository, GitArguments arguments, Clock clock) {
    this.repository = repository;
    this.arguments = arguments;
    this.clock = clock;
  }

  static GitSource open(ContentContext context, GitArguments arguments) {
    Path clone = context.dataDirectory().resolve("repo");
    return new GitSource(new GitRepository(clone, arguments), arguments, context.clock());
  }

  @Override
  public Content read() throws IOException {
    repository.update();
    Path root = repository.directory().toRealPath();
    Path path = root.resolve(arguments.path()).toRealPath();
    if (!path.startsWith(root)) {
      throw new IOException("path \"" + arguments.path() + "\" leads out of the repository");
    }
    return Content.read(path, file -> root.relativize(file).toString());
  }

  /// The root of the clone, whatever the path.
  @Override
  public String modulePath() {
    return repository.directory().toString();
  }

  @Override
  public void awaitChange() throws InterruptedException {
    if (arguments.pullFrequency().isPositive()) {
      clock.sleepUntil(clock.nanos() + arguments.pullFrequency().toNanos());
    } else {
      new CountDownLatch(1).await();
    }
  }
}
