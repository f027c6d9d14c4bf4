package io.tributary.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A Java process of the race's own, controlled over its standard input and output as [Commands]
/// describes.
public final class Child implements AutoCloseable {
  private final String name;
  private final Process process;
  private final Writer in;
  private final BufferedReader out;
  private final Reply greeting;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    this.in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.greeting = read();
  }

  /// Starts `main` with this process' class path and waits for its greeting; what it complains
  /// about goes to `log`.
  public static Child start(
      Class<?> main, List<String> jvmFlags, List<String> arguments, Path log) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmFlags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    try {
      var process = new ProcessBuilder(command).redirectError(log.toFile()).start();
      return new Child(main.getSimpleName(), process);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + main.getName(), e);
    }
  }

  public Reply greeting() {
    return greeting;
  }

  /// Sends one line and returns the answer.
  public Reply ask(String command) {
    try {
      in.write(command + "\n");
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot reach the " + name + " process", e);
    }
    return read();
  }

  private Reply read() {
    try {
      @Nullable String line = out.readLine();
      if (line == null || line.startsWith("error=")) {
        throw new IllegalStateException("the " + name + " process said " + line);
      }
      return new Reply(line);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot hear the " + name + " process", e);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
      if (!process.waitFor(3, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException _) {
      process.destroyForcibly();
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
