package io.tributary.runtime.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs the program `git` with the credentials of one repository.
///
/// Credentials never stand on a command line, which everybody on the machine can read: they travel
/// in the environment, and keys in files that only this user can read.
final class GitCommand {
  private static final long MOST_SECONDS = 300;
  private static final int MOST_OUTPUT_BYTES = 64 << 10;

  private final GitArguments arguments;
  private final Path secrets;

  GitCommand(GitArguments arguments, Path secrets) {
    this.arguments = arguments;
    this.secrets = secrets;
  }

  /// What it printed, without white space around it.
  String run(List<String> command) throws IOException {
    var all = new ArrayList<>(List.of("git"));
    all.addAll(command);
    var builder = new ProcessBuilder(all).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.put("LC_ALL", "C");
    authenticate(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = finish(process);
    if (process.exitValue() != 0) {
      throw new IOException(output.isEmpty() ? "exit status " + process.exitValue() : output);
    }
    return output;
  }

  private static String finish(Process process) throws IOException {
    Thread.ofVirtual().start(() -> killLate(process));
    try (InputStream out = process.getInputStream()) {
      byte[] head = out.readNBytes(MOST_OUTPUT_BYTES);
      out.transferTo(OutputStream.nullOutputStream());
      process.waitFor();
      return new String(head, StandardCharsets.UTF_8).strip();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void killLate(Process process) {
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  private void authenticate(Map<String, String> environment) throws IOException {
    if (arguments.basicAuth().isPresent()) {
      GitArguments.BasicAuth auth = arguments.basicAuth().get();
      byte[] pair =
          (auth.username() + ":" + auth.password().value()).getBytes(StandardCharsets.UTF_8);
      environment.put("GIT_CONFIG_COUNT", "1");
      environment.put("GIT_CONFIG_KEY_0", "http.extraHeader");
      environment.put(
          "GIT_CONFIG_VALUE_0", "Authorization: Basic " + Base64.getEncoder().encodeToString(pair));
    } else if (arguments.sshKey().isPresent()) {
      useKey(arguments.sshKey().get(), environment);
    }
  }

  private void useKey(GitArguments.SshKey key, Map<String, String> environment) throws IOException {
    String file = key.keyFile();
    if (!key.key().isEmpty()) {
      file = write("key", key.key().value().strip() + "\n", "rw-------");
    }
    String identity = file.isEmpty() ? "" : " -o IdentitiesOnly=yes -i " + quoted(file);
    environment.put("GIT_SSH_COMMAND", "ssh -l " + quoted(key.username()) + identity);
    if (!key.passphrase().isEmpty()) {
      String script = "#!/bin/sh\nprintf '%s\\n' \"$TRIBUTARY_GIT_PASSPHRASE\"\n";
      environment.put("SSH_ASKPASS", write("askpass", script, "rwx------"));
      environment.put("SSH_ASKPASS_REQUIRE", "force");
      environment.put("TRIBUTARY_GIT_PASSPHRASE", key.passphrase().value());
    }
  }

  private String write(String name, String text, String permissions) throws IOException {
    Files.createDirectories(secrets);
    Path file = secrets.toAbsolutePath().resolve(name);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
    Files.writeString(file, text);
    return file.toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
