package io.tributary.runtime.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.secret.Secret;
import io.tributary.runtime.content.GitArguments.SshKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What git and its helpers are given. `alias.NAME=!…` has git run a command as it runs them.
@Timeout(60)
class GitCommandTest {
  @TempDir Path directory;

  private GitCommand git(SshKey key) {
    var arguments =
        new GitArguments(
            "git@host:x", "main", "x", Duration.ZERO, Optional.empty(), Optional.of(key));
    return new GitCommand(arguments, directory.resolve("credentials"));
  }

  private static String shell(GitCommand git, String command) throws IOException {
    return git.run(List.of("-c", "alias.probe=!" + command, "probe"));
  }

  private Path newKey(String passphrase) throws Exception {
    Path key = directory.resolve("key");
    Process process =
        new ProcessBuilder(
                "ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", key.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
    return key;
  }

  @Test
  void sshCanReadTheKeyWithItsPassphraseAndNobodyElse() throws Exception {
    Path key = newKey("pass 'phrase'");
    GitCommand git =
        git(new SshKey("git", Secret.of(Files.readString(key)), "", Secret.of("pass 'phrase'")));
    Path written = directory.resolve("credentials/key");
    String published = Files.readString(Path.of(key + ".pub"));
    assertThat(shell(git, "ssh-keygen -y -f '" + written + "'")).isEqualTo(published.strip());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written)))
        .isEqualTo("rw-------");
    assertThat(shell(git, "printf '%s' \"$GIT_SSH_COMMAND\""))
        .isEqualTo(
            "ssh -o StrictHostKeyChecking=yes -l 'git' -o IdentitiesOnly=yes -i '" + written + "'");
  }

  @Test
  void sshUsesTheFileThatIsNamedAndAsksNobody() throws Exception {
    GitCommand git = git(new SshKey("me", Secret.EMPTY, "/the/key", Secret.EMPTY));
    assertThat(shell(git, "printf '%s' \"$GIT_SSH_COMMAND\""))
        .isEqualTo(
            "ssh -o StrictHostKeyChecking=yes -o BatchMode=yes -l 'me' -o IdentitiesOnly=yes -i"
                + " '/the/key'");
  }

  @Test
  void leavesNothingBehindWhenItIsInterrupted() {
    GitCommand git = git(new SshKey("me", Secret.EMPTY, "", Secret.EMPTY));
    Path started = directory.resolve("started");
    Thread me = Thread.currentThread();
    Thread.ofVirtual()
        .start(() -> {
          while (!Files.exists(started)) {
            LockSupport.parkNanos(1_000_000);
          }
          me.interrupt();
        });
    assertThatThrownBy(() -> shell(git, "touch '" + started + "'; sleep 1000"))
        .isInstanceOf(IOException.class)
        .hasMessage("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
        .noneMatch(process -> process.info().commandLine().orElse("").contains("sleep 1000"));
  }
}
