package io.tributary.runtime.content;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.GoDurations;
import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretUrls;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The arguments of `import.git` and `module.git`. A pull frequency of zero pulls once.
///
/// Source: grafana/alloy `importsource/import_git.go`, `internal/vcs/auth.go`.
public record GitArguments(
    String repository,
    String revision,
    String path,
    Duration pullFrequency,
    Optional<BasicAuth> basicAuth,
    Optional<SshKey> sshKey) {
  private static final Set<String> SPECIAL =
      Set.of("HEAD", "FETCH_HEAD", "ORIG_HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD");

  private static final List<String> HTTP = List.of("http://", "https://");

  /// The block `basic_auth`.
  public record BasicAuth(String username, Secret password) {}

  /// The block `ssh_key`.
  public record SshKey(String username, Secret key, String keyFile, Secret passphrase) {}

  /// `named` asks for a revision that stands still or has a name of its own.
  static ArgumentsCodec<GitArguments> codec(String revision, boolean named) {
    return ArgumentsCodec.of(block -> decode(block, revision, named), GitArguments::describe);
  }

  private static GitArguments decode(BlockReader block, String revision, boolean named) {
    var arguments =
        new GitArguments(
            block.required("repository").text(""),
            block.attribute("revision").text(revision),
            block.required("path").text(""),
            block.attribute("pull_frequency").duration(Duration.ofMinutes(1)),
            block.block("basic_auth").map(GitArguments::basicAuth),
            block.block("ssh_key").map(GitArguments::sshKey));
    if (named && SPECIAL.contains(arguments.revision)) {
      throw new ConfigException(
          "revision cannot be a special git reference such as HEAD, FETCH_HEAD, ORIG_HEAD,"
              + " MERGE_HEAD, or CHERRY_PICK_HEAD");
    }
    if (arguments.revision.startsWith("-")) {
      throw new ConfigException("invalid revision \"" + arguments.revision + "\"");
    }
    checkCredentials(arguments);
    return arguments;
  }

  /// The password goes before the key. What the way to the repository cannot use is an error, as it
  /// is in the original for repositories elsewhere.
  private static void checkCredentials(GitArguments arguments) {
    boolean isHttp = HTTP.stream().anyMatch(arguments.repository::startsWith);
    if (arguments.basicAuth.isPresent() && !isHttp) {
      throw new ConfigException(
          "basic_auth is for repositories whose URL begins with http:// or https://");
    }
    if (arguments.basicAuth.isEmpty() && arguments.sshKey.isPresent() && isHttp) {
      throw new ConfigException("ssh_key is not for repositories by HTTP, use basic_auth instead");
    }
  }

  /// Without the password that may stand in it.
  String shownRepository() {
    return SecretUrls.shown(repository);
  }

  private static BasicAuth basicAuth(BlockReader block) {
    return new BasicAuth(block.required("username").text(""), block.required("password").secret());
  }

  private static SshKey sshKey(BlockReader block) {
    return new SshKey(
        block.required("username").text(""),
        block.attribute("key").secret(),
        block.attribute("key_file").text(""),
        block.attribute("passphrase").secret());
  }

  private Body describe() {
    Body.Builder body =
        Body.builder()
            .attr("repository", shownRepository())
            .attr("revision", revision)
            .attr("path", path)
            .attr("pull_frequency", GoDurations.format(pullFrequency));
    basicAuth.ifPresent(auth ->
        body.block(
            "basic_auth",
            Body.builder()
                .attr("username", auth.username)
                .attr("password", secret(auth.password))
                .build()));
    sshKey.ifPresent(key ->
        body.block(
            "ssh_key",
            Body.builder()
                .attr("username", key.username)
                .attr("key", secret(key.key))
                .attr("key_file", key.keyFile)
                .attr("passphrase", secret(key.passphrase))
                .build()));
    return body.build();
  }

  private static Value secret(Secret secret) {
    return Value.of(new SecretCapsule(secret));
  }
}
