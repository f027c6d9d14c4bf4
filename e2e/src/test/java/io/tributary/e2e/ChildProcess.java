package io.tributary.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A program under test, or one that it talks to: started on loopback, and ended with the test.
public final class ChildProcess implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private static final Path NEWEST_PROMETHEUS =
      Path.of("../build/peers/usr/bin/prometheus").toAbsolutePath().normalize();

  /// Where a program runs.
  ///
  /// @param address where the test reaches what listens there
  /// @param enter what stands before a command that is to run there
  public record Host(String address, List<String> enter) {
    public static final Host LOCAL = new Host("127.0.0.1", List.of());

    public Host {
      enter = List.copyOf(enter);
    }
  }

  private final Process process;
  private final Path log;
  private final Host host;
  private final int port;

  private ChildProcess(Process process, Path log, Host host, int port) {
    this.process = process;
    this.log = log;
    this.host = host;
    this.port = port;
  }

  /// Tributary in agent mode, run from the class path of the tests.
  static ChildProcess tributary(Path directory, Path config, int port, String... more) {
    var command = new ArrayList<>(tributary("prometheus"));
    command.addAll(
        List.of(
            "--config.file=" + config,
            "--storage.agent.path=" + directory.resolve("tributary-data"),
            "--web.enable-lifecycle",
            "--web.cors.origin=.*",
            "--web.listen-address=127.0.0.1:" + port));
    command.addAll(List.of(more));
    return start(command, directory.resolve("tributary.log"), port);
  }

  /// Tributary with the River that a configuration of Prometheus becomes.
  static ChildProcess tributaryConverted(Path directory, Path config, int port)
      throws InterruptedException {
    Path river = directory.resolve("converted.river");
    Path report = directory.resolve("convert.log");
    var convert = new ArrayList<>(tributary("convert"));
    convert.addAll(List.of("-f", "prometheus", "-b", "-o", river.toString(), config.toString()));
    try (var converting = start(convert, report, port)) {
      if (converting.process.waitFor() != 0) {
        throw new AssertionError(converting.output());
      }
    }
    return tributaryGraph(directory, river, port);
  }

  /// Tributary with the graph of a River file, run from the class path of the tests.
  static ChildProcess tributaryGraph(Path directory, Path river, int port, String... more) {
    return tributaryOn(Host.LOCAL, directory, river, port, more);
  }

  /// The same, on another host.
  public static ChildProcess tributaryOn(
      Host host, Path directory, Path river, int port, String... more) {
    var command = new ArrayList<>(host.enter());
    command.addAll(tributary("run"));
    command.addAll(
        List.of(
            "--storage.path=" + directory.resolve("tributary-data"),
            "--server.http.listen-addr=" + host.address() + ":" + port));
    command.addAll(List.of(more));
    command.add(river.toString());
    return start(command, directory.resolve("tributary.log"), host, port);
  }

  /// Tributary with an `agent.yaml` of static mode, run from the class path of the tests.
  static ChildProcess tributaryStatic(Path directory, Path config, int port, String... more) {
    return tributaryStaticOn(Host.LOCAL, directory, config, port, more);
  }

  /// The same, on another host.
  static ChildProcess tributaryStaticOn(
      Host host, Path directory, Path config, int port, String... more) {
    var command = new ArrayList<>(host.enter());
    command.addAll(tributary("static"));
    command.addAll(
        List.of(
            "-config.file=" + config,
            "-metrics.wal-directory=" + directory.resolve("data"),
            "-server.http.address=" + host.address() + ":" + port));
    command.addAll(List.of(more));
    return start(command, directory.resolve("tributary.log"), host, port);
  }

  /// Tributary in agent mode with these arguments alone; `port` is where it will listen, and
  /// `signals` an option of `env`.
  static ChildProcess tributaryWith(Path log, int port, String signals, List<String> arguments) {
    return start(withSignals(signals, tributary("prometheus"), arguments), log, port);
  }

  private static List<String> tributary(String verb) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:+UseCompactObjectHeaders",
        "-XX:TieredStopAtLevel=1",
        "-Xmx256m",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        "io.tributary.agent.cli.Main",
        verb);
  }

  private static List<String> withSignals(
      String signals, List<String> command, List<String> arguments) {
    var all = new ArrayList<>(List.of("env", signals));
    all.addAll(command);
    all.addAll(arguments);
    return all;
  }

  /// Debian's Prometheus as a receiver of remote write.
  static ChildProcess prometheusReceiver(Path directory, int port) throws IOException {
    Path config = Files.writeString(directory.resolve("receiver.yml"), "global: {}\n");
    return start(
        List.of(
            program("prometheus"),
            "--config.file=" + config,
            "--storage.tsdb.path=" + directory.resolve("tsdb"),
            "--web.enable-remote-write-receiver",
            "--web.listen-address=127.0.0.1:" + port),
        directory.resolve("receiver.log"),
        port);
  }

  /// Prometheus in agent mode, the original: the newest that was unpacked for the race, else
  /// Debian's.
  static ChildProcess prometheusAgent(Path directory, Path config, int port, String... more) {
    var command = new ArrayList<>(List.of(prometheus(), agentMode()));
    command.addAll(
        List.of(
            "--config.file=" + config,
            "--storage.agent.path=" + directory.resolve("prometheus-data"),
            "--web.enable-lifecycle",
            "--web.cors.origin=.*",
            "--web.listen-address=127.0.0.1:" + port));
    command.addAll(List.of(more));
    return start(command, directory.resolve("prometheus.log"), port);
  }

  /// The same original with these arguments alone; see [#tributaryWith].
  static ChildProcess prometheusWith(Path log, int port, String signals, List<String> arguments) {
    return start(withSignals(signals, List.of(prometheus()), arguments), log, port);
  }

  /// The flag that makes the original at hand an agent.
  static String agentMode() {
    return isPrometheus2() ? "--enable-feature=agent" : "--agent";
  }

  private static String prometheus() {
    return isPrometheus2() ? program("prometheus") : NEWEST_PROMETHEUS.toString();
  }

  /// Whether the original at hand is of the 2.x line, which differs in corners.
  static boolean isPrometheus2() {
    return !Files.isExecutable(NEWEST_PROMETHEUS);
  }

  static ChildProcess nodeExporter(Path directory, int port) {
    return start(
        List.of(program("prometheus-node-exporter"), "--web.listen-address=127.0.0.1:" + port),
        directory.resolve("node-exporter.log"),
        port);
  }

  /// Skips the test, saying why, where the machine lacks the program.
  static String program(String name) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      Path file = Path.of(folder, name);
      if (Files.isExecutable(file)) {
        return file.toString();
      }
    }
    Assumptions.abort(name + " is not installed: ./check installs it");
    throw new IllegalStateException("BUG: abort returned");
  }

  private static ChildProcess start(List<String> command, Path log, int port) {
    return start(command, log, Host.LOCAL, port);
  }

  private static ChildProcess start(List<String> command, Path log, Host host, int port) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      return new ChildProcess(process, log, host, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until `path` answers 200.
  public ChildProcess ready(String path) throws InterruptedException {
    Eventually.holds(
        Duration.ofSeconds(60),
        () -> {
          requireAlive();
          return get(path).statusCode() == 200;
        },
        () -> "not ready at " + path + ":\n" + output());
    return this;
  }

  /// Fails with the output of a program that has ended by itself.
  public void requireAlive() {
    if (!process.isAlive()) {
      throw new AssertionError("ended with " + process.exitValue() + ":\n" + output());
    }
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(url(path)).timeout(Duration.ofSeconds(10)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(url(path))
            .timeout(Duration.ofSeconds(10))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(url(path))
            .timeout(Duration.ofSeconds(10))
            .headers(headers)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(url(path))
            .timeout(Duration.ofSeconds(10))
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  public URI url(String path) {
    return URI.create("http://" + host.address() + ":" + port + path);
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// kill -9.
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// SIGTERM; gives the exit code.
  public int terminate() throws InterruptedException {
    process.destroy();
    return awaitEnd(Duration.ofSeconds(30));
  }

  /// Waits until the program has ended; gives the exit code.
  int awaitEnd(Duration atMost) throws InterruptedException {
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running after " + atMost + ":\n" + output());
    }
    return process.exitValue();
  }

  /// SIGHUP.
  void hangUp() throws IOException, InterruptedException {
    signal("HUP");
  }

  /// Sends a signal by its short name.
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  public long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Its resident memory, as Linux tells it.
  long residentBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .sum();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
