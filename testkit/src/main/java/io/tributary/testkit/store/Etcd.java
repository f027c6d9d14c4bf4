package io.tributary.testkit.store;

import io.tributary.base.time.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// The real etcd, one member on loopback: started, ended and wiped as a test needs it. It keeps its
/// port, so that clients find it again.
///
/// What tests put into it goes through its gateway for JSON, independent of any client of ours.
///
/// Used by one thread at a time.
public final class Etcd implements AutoCloseable {
  private static final String PROGRAM = "etcd";
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(20);

  /// Of one transaction, as etcd has it by default.
  private static final int MOST_OPERATIONS = 128;

  private final Path folder;
  private final String address;
  private final List<String> enter;
  private final List<String> flags;
  private final String program;
  private final int port;

  /// Where it tells its health where that is not where it listens, for want of a client that trusts
  /// it; 0 without TLS.
  private final int healthPort;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final Thread lastResort = new Thread(this::destroy, "etcd-end");

  // Null while it is down; read by the virtual machine's end, too.
  private volatile @Nullable Process process;

  private Etcd(Path folder, String program, int healthPort, List<String> flags) throws IOException {
    this(folder, program, healthPort, flags, "127.0.0.1", List.of());
  }

  private Etcd(
      Path folder,
      String program,
      int healthPort,
      List<String> flags,
      String address,
      List<String> enter)
      throws IOException {
    this.folder = folder;
    this.address = address;
    this.enter = List.copyOf(enter);
    this.program = program;
    this.healthPort = healthPort;
    port = freePort();
    this.flags = List.copyOf(flags);
  }

  /// Starts one that keeps its data in `folder`, with `flags` besides the usual ones, and waits
  /// until it answers. Skips the test, saying why, where etcd is not installed.
  public static Etcd start(Path folder, String... flags) throws IOException, InterruptedException {
    return started(new Etcd(folder, program(), 0, List.of(flags)));
  }

  /// The same on another host, that of a network of namespaces say: `enter` is what stands before a
  /// command that is to run there, and `address` what the test reaches it by.
  public static Etcd startOn(Path folder, String address, List<String> enter)
      throws IOException, InterruptedException {
    return started(new Etcd(folder, program(), 0, List.of(), address, enter));
  }

  /// The same with TLS, by a certificate that it makes itself: [#certificate]. The gateway of this
  /// class does not get in.
  public static Etcd startWithTls(Path folder) throws IOException, InterruptedException {
    int healthPort = freePort();
    return started(
        new Etcd(
            folder,
            program(),
            healthPort,
            List.of("--auto-tls", "--listen-metrics-urls=http://127.0.0.1:" + healthPort)));
  }

  private static Etcd started(Etcd etcd) throws IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(etcd.lastResort);
    etcd.start();
    return etcd;
  }

  /// What one with TLS shows, in PEM.
  public Path certificate() {
    return folder.resolve("data").resolve("fixtures").resolve("client").resolve("cert.pem");
  }

  /// Starts it again, with the data that are there.
  public void start() throws IOException, InterruptedException {
    if (process != null) {
      throw new IllegalStateException("etcd runs already");
    }
    Files.createDirectories(folder);
    var command = new ArrayList<>(enter);
    command.add(program);
    command.add("--data-dir=" + folder.resolve("data"));
    command.add("--listen-client-urls=" + url());
    command.add("--advertise-client-urls=" + url());
    command.add("--listen-peer-urls=http://127.0.0.1:0");
    command.add("--log-level=error");
    command.addAll(flags);
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    // On processors other than amd64, this version runs only when it is told that we know.
    builder.environment().put("ETCD_UNSUPPORTED_ARCH", "arm64");
    process = builder.start();
    awaitHealth();
  }

  private void awaitHealth() throws IOException, InterruptedException {
    Clock clock = Clock.system();
    long deadlineNanos = clock.nanos() + START.toNanos();
    while (!isHealthy()) {
      Process running = process;
      if (running == null || !running.isAlive() || clock.nanos() > deadlineNanos) {
        throw new IllegalStateException("etcd does not start: " + Files.readString(log()));
      }
      clock.sleepUntil(clock.nanos() + POLL.toNanos());
    }
  }

  private boolean isHealthy() throws InterruptedException {
    try {
      String of = healthPort == 0 ? url() : "http://127.0.0.1:" + healthPort;
      var request = HttpRequest.newBuilder(URI.create(of + "/health")).timeout(START).build();
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 && answer.body().contains("true");
    } catch (IOException _) {
      return false;
    }
  }

  /// `http://ADDRESS:PORT`, or `https`
  public String url() {
    return (healthPort == 0 ? "http://" : "https://") + endpoint();
  }

  /// `ADDRESS:PORT`
  public String endpoint() {
    return address + ":" + port;
  }

  public int port() {
    return port;
  }

  /// Ends it as an operator would; its data stay.
  public void stop() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroy();
      if (!running.waitFor(10, TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
      process = null;
    }
  }

  /// Ends it without a word; its data stay.
  public void kill() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().waitFor();
      process = null;
    }
  }

  /// Lets it hang: connections stay open, and nothing answers until [#resume].
  public void pause() throws IOException, InterruptedException {
    signal("-STOP");
  }

  public void resume() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("etcd does not run");
    }
    int status = new ProcessBuilder("kill", signal, "" + running.pid()).start().waitFor();
    if (status != 0) {
      throw new IllegalStateException("cannot send " + signal + " to etcd");
    }
  }

  /// Removes all data of one that is down.
  public void wipe() throws IOException {
    if (process != null) {
      throw new IllegalStateException("etcd runs: stop it first");
    }
    Path data = folder.resolve("data");
    if (Files.exists(data)) {
      try (Stream<Path> files = Files.walk(data)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  public void put(String key, byte[] value) throws IOException, InterruptedException {
    post("/v3/kv/put", putJson(key, value));
  }

  /// Puts many, in transactions of as many as one may have.
  public void putAll(Map<String, byte[]> values) throws IOException, InterruptedException {
    var puts = new ArrayList<String>();
    for (var entry : values.entrySet()) {
      puts.add("{\"requestPut\":" + putJson(entry.getKey(), entry.getValue()) + "}");
      if (puts.size() == MOST_OPERATIONS) {
        transact(puts);
      }
    }
    transact(puts);
  }

  private void transact(List<String> operations) throws IOException, InterruptedException {
    post("/v3/kv/txn", "{\"success\":[" + String.join(",", operations) + "]}");
    operations.clear();
  }

  private static String putJson(String key, byte[] value) {
    return "{\"key\":\""
        + base64(key.getBytes(StandardCharsets.UTF_8))
        + "\",\"value\":\""
        + base64(value)
        + "\"}";
  }

  public void delete(String key) throws IOException, InterruptedException {
    post(
        "/v3/kv/deleterange", "{\"key\":\"" + base64(key.getBytes(StandardCharsets.UTF_8)) + "\"}");
  }

  /// Forgets all history: whoever watches from an older revision learns that it is gone.
  public void compact() throws IOException, InterruptedException {
    String answer = post("/v3/kv/range", "{\"key\":\"AA==\"}");
    String revision = answer.replaceFirst("(?s).*\"revision\":\"(\\d+)\".*", "$1");
    post("/v3/kv/compaction", "{\"revision\":\"" + revision + "\",\"physical\":true}");
  }

  /// From now on only this user, who may do everything, gets in. The gateway of this class does not
  /// any more.
  public void requireLogin(String user, String password) throws IOException, InterruptedException {
    String name = "{\"name\":\"root\",\"password\":\"" + password + "\"}";
    post("/v3/auth/user/add", name);
    post("/v3/auth/role/add", "{\"name\":\"root\"}");
    post("/v3/auth/user/grant", "{\"user\":\"root\",\"role\":\"root\"}");
    if (!user.equals("root")) {
      post("/v3/auth/user/add", name.replace("\"root\"", "\"" + user + "\""));
      post("/v3/auth/user/grant", "{\"user\":\"" + user + "\",\"role\":\"root\"}");
    }
    post("/v3/auth/enable", "{}");
  }

  /// Calls the gateway; throws unless that answers 200.
  public String post(String path, String json) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .timeout(START)
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(
          "cannot call " + path + " of etcd: " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private Path log() {
    return folder.resolve("etcd.log");
  }

  private void destroy() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
    }
  }

  @Override
  public void close() {
    destroy();
    process = null;
    http.close();
    Runtime.getRuntime().removeShutdownHook(lastResort);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String program() {
    for (String path : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      Path file = Path.of(path, PROGRAM);
      if (Files.isExecutable(file)) {
        return file.toString();
      }
    }
    Assumptions.abort(PROGRAM + " is not installed: ./check installs it");
    throw new IllegalStateException("BUG: abort returned");
  }
}
