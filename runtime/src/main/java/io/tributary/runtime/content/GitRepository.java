package io.tributary.runtime.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A clone on the disk that follows one revision: a tag, a branch of the origin, or a commit, in
/// this order.
///
/// Source: grafana/alloy `internal/vcs/git.go`, for the order and the messages.
final class GitRepository {
  private static final Logger LOG = LoggerFactory.getLogger(GitRepository.class);

  private final Path directory;
  private final GitArguments arguments;
  private final GitCommand git;

  GitRepository(Path directory, GitArguments arguments) {
    this.directory = directory;
    this.arguments = arguments;
    this.git = new GitCommand(arguments, directory.resolveSibling("credentials"));
  }

  Path directory() {
    return directory;
  }

  /// Fetches and checks out. Throws when there is no clone to work with; one that cannot be brought
  /// up to date is used as it is.
  void update() throws IOException {
    if (isClonedFromElsewhere()) {
      GitCommand.delete(directory);
    }
    if (!isCloned()) {
      cloneOrigin();
    } else {
      fetch();
    }
    checkOut();
  }

  private boolean isCloned() {
    return Files.isDirectory(directory.resolve(".git"));
  }

  private boolean isClonedFromElsewhere() throws IOException {
    return isCloned()
        && !run("config", "--get", "remote.origin.url").equals(arguments.repository());
  }

  private void cloneOrigin() throws IOException {
    Files.createDirectories(directory.toAbsolutePath().getParent());
    try {
      git.run(
          List.of(
              "clone",
              "--quiet",
              "--recurse-submodules",
              "--",
              arguments.repository(),
              directory.toString()));
    } catch (IOException e) {
      throw failed("download", e);
    }
  }

  private void fetch() {
    try {
      run("fetch", "--quiet", "--force", "--tags", "--prune", "origin");
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("err", failed("update", e).getMessage())
          .log("Using what was cloned before");
    }
  }

  private void checkOut() throws IOException {
    String revision = arguments.revision();
    for (String name :
        List.of("refs/tags/" + revision, "refs/remotes/origin/" + revision, revision)) {
      String commit = resolve(name);
      if (!commit.isEmpty()) {
        run("checkout", "--quiet", "--force", "--detach", commit);
        return;
      }
    }
    throw new IOException("invalid revision \"" + revision + "\"");
  }

  private String resolve(String name) {
    try {
      return run("rev-parse", "--verify", "--quiet", name + "^{commit}");
    } catch (IOException e) {
      return "";
    }
  }

  private String run(String... command) throws IOException {
    var all = new ArrayList<>(List.of("-C", directory.toString()));
    all.addAll(List.of(command));
    return git.run(all);
  }

  private IOException failed(String what, IOException cause) {
    return new IOException(
        "failed to %s repository \"%s\": %s"
            .formatted(what, arguments.shownRepository(), cause.getMessage()),
        cause);
  }
}
