package io.tributary.runtime.content;

import io.tributary.base.secret.SecretText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// Runs the program `git` with the credentials of one repository.
///
/// Credentials never stand on a command line, which everybody on the machine can read: they travel
/// in the environment, and keys in files that only this user can read. A password is for the host
/// of the repository alone, and only where that asks for it: a header of our own would go to hosts
/// that submodules or redirects name, too.
final class GitCommand {
  private static final long MOST_SECONDS = 300;
  private static final int MOST_OUTPUT_BYTES = 64 << 10;

  /// How long what git has started may hold its output open when it has ended itself.
  private static final Duration MOST_AFTER_THE_END = Duration.ofSeconds(5);

  /// Tells git what it asks for; what it wants to be remembered is forgotten.
  private static final String HELPER =
      "!f() { test \"$1\" = get && printf 'username=%s\\npassword=%s\\n'"
          + " \"$TRIBUTARY_GIT_USERNAME\" \"$TRIBUTARY_GIT_PASSWORD\"; }; f";

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
      throw new IOException(
          output.isEmpty() ? "exit status " + process.exitValue() : SecretText.maskedLine(output));
    }
    return output;
  }

  private static String finish(Process process) throws IOException {
    var output = new AtomicReference<>("");
    Thread reader = Thread.ofVirtual().name("git-output").start(() -> output.set(read(process)));
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("git was not done within " + MOST_SECONDS + " seconds");
      }
      reader.join(MOST_AFTER_THE_END);
      return output.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      kill(process);
    }
  }

  private static String read(Process process) {
    try (InputStream out = process.getInputStream()) {
      byte[] head = out.readNBytes(MOST_OUTPUT_BYTES);
      out.transferTo(OutputStream.nullOutputStream());
      return new String(head, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return ""; // It was killed.
    }
  }

  /// What it has started would wait on without it.
  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void authenticate(Map<String, String> environment) throws IOException {
    if (arguments.basicAuth().isPresent()) {
      GitArguments.BasicAuth auth = arguments.basicAuth().get();
      environment.put("TRIBUTARY_GIT_USERNAME", auth.username());
      environment.put("TRIBUTARY_GIT_PASSWORD", auth.password().value());
      // Helpers of this user would be asked before, and told what to remember.
      configure(environment, "credential.helper", "", "credential." + origin() + ".helper", HELPER);
    } else if (arguments.sshKey().isPresent()) {
      useKey(arguments.sshKey().get(), environment);
    }
  }

  private static void configure(Map<String, String> environment, String... keysAndValues) {
    environment.put("GIT_CONFIG_COUNT", Integer.toString(keysAndValues.length / 2));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      environment.put("GIT_CONFIG_KEY_" + i / 2, keysAndValues[i]);
      environment.put("GIT_CONFIG_VALUE_" + i / 2, keysAndValues[i + 1]);
    }
  }

  /// Scheme, host and port of the repository, which is one by HTTP.
  private String origin() {
    String url = arguments.repository();
    int authority = url.indexOf("://") + 3;
    int end = url.indexOf('/', authority);
    String host = url.substring(authority, end < 0 ? url.length() : end);
    return url.substring(0, authority) + host.substring(host.lastIndexOf('@') + 1);
  }

  private void useKey(GitArguments.SshKey key, Map<String, String> environment) throws IOException {
    String file = key.keyFile();
    if (!key.key().isEmpty()) {
      file = write("key", key.key().value().strip() + "\n", "rw-------");
    }
    String identity = file.isEmpty() ? "" : " -o IdentitiesOnly=yes -i " + quoted(file);
    // Nobody is there to answer: a host that is not known, or a key that it does not take, is an
    // error. A passphrase is asked for, which the mode for batches forbids.
    String batch = key.passphrase().isEmpty() ? " -o BatchMode=yes" : "";
    environment.put(
        "GIT_SSH_COMMAND",
        "ssh -o StrictHostKeyChecking=yes" + batch + " -l " + quoted(key.username()) + identity);
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
