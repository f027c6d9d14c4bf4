package io.tributary.bench.agents;

import io.tributary.bench.process.Usage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One agent's process.
public final class Running implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Process process;
  private final int port;
  private final String readyPath;
  private final long startedAtMs = System.currentTimeMillis();
  private final long startedNanos = System.nanoTime();

  private Running(Process process, int port, String readyPath) {
    this.process = process;
    this.port = port;
    this.readyPath = readyPath;
  }

  public static Running start(List<String> command, Path log, int port, String readyPath) {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .redirectInput(new File("/dev/null"))
              .start();
      return new Running(process, port, readyPath);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.getFirst(), e);
    }
  }

  /// A port of 127.0.0.1 that was free a moment ago.
  public static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long startedAtMs() {
    return startedAtMs;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public Usage usage() {
    return Usage.of(process.toHandle());
  }

  public long proportionalBytes() {
    return Usage.proportionalBytes(process.toHandle());
  }

  /// Milliseconds from the start until the agent said that it is ready, or −1 if it did not within
  /// `patience`.
  public long readyAfterMs(Duration patience) throws InterruptedException {
    while (System.nanoTime() - startedNanos < patience.toNanos() && process.isAlive()) {
      if (isReady()) {
        return Duration.ofNanos(System.nanoTime() - startedNanos).toMillis();
      }
      Thread.sleep(10);
    }
    return -1;
  }

  private boolean isReady() {
    try {
      var url = URI.create("http://127.0.0.1:" + port + readyPath).toURL();
      var connection = (HttpURLConnection) url.openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(1000);
      int status = connection.getResponseCode();
      connection.disconnect();
      return status == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /// As `kill -9`, descendants included.
  public void kill() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  /// As `kill`; returns the exit code, or −1 where the agent had to be killed after all.
  public int terminate() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    if (process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
      return process.exitValue();
    }
    kill();
    return -1;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
