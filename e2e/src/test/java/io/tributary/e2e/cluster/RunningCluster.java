package io.tributary.e2e.cluster;

import io.tributary.base.time.Clock;
import io.tributary.e2e.ChildProcess;
import io.tributary.e2e.ChildProcess.Host;
import io.tributary.e2e.Eventually;
import io.tributary.e2e.cluster.Happening.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Nodes of one cluster, each a process with a folder and a port that it keeps when it comes back.
/// Numbered from 0 and named from `n0`.
///
/// Used by one thread.
final class RunningCluster implements AutoCloseable {
  static final long INTERVAL_MS = 1_000;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// Below those that the system gives to connections, which may hold one while its node is down.
  private static final int FIRST_PORT = 20_000;

  private static final int LAST_PORT = 32_000;
  private static final Pattern APPENDED =
      Pattern.compile("(?m)^prometheus_remote_storage_samples_in_total\\S* (\\S+)$");

  private final Clock clock = Clock.system();
  private final Path folder;
  private final List<Host> hosts;
  private final List<Integer> ports;
  private final String join;
  private final NumberedTargets targets;
  private final Wiring wiring;
  private final String receiver;
  private final Path key;
  private final Map<Integer, ChildProcess> running = new ConcurrentSkipListMap<>();
  private final Map<Integer, Long> pausedMs = new TreeMap<>();
  private final List<Happening> happenings = new ArrayList<>();
  private final Stalls stalls = new Stalls();
  private final Thread lastResort = new Thread(this::killAll, "cluster-end");

  RunningCluster(
      Path folder, List<Host> hosts, NumberedTargets targets, Wiring wiring, String receiver)
      throws IOException {
    this.folder = folder;
    this.hosts = List.copyOf(hosts);
    this.targets = targets;
    this.wiring = wiring;
    this.receiver = receiver;
    ports = freePorts(hosts.size());
    join =
        IntStream.range(0, hosts.size())
            .mapToObj(node -> hosts.get(node).address() + ":" + ports.get(node))
            .collect(Collectors.joining(","));
    key = Files.writeString(folder.resolve("key"), "a key that nobody guesses");
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  /// So many nodes on this machine, none of them started.
  static RunningCluster local(Path folder, int nodes, NumberedTargets targets, String receiver)
      throws IOException {
    return local(folder, nodes, targets, Wiring.plain(targets), receiver);
  }

  static RunningCluster local(
      Path folder, int nodes, NumberedTargets targets, Wiring wiring, String receiver)
      throws IOException {
    var hosts = new ArrayList<Host>();
    for (int node = 0; node < nodes; node++) {
      hosts.add(Host.LOCAL);
    }
    return new RunningCluster(folder, hosts, targets, wiring, receiver);
  }

  private static List<Integer> freePorts(int count) throws IOException {
    var ports = new ArrayList<Integer>();
    // Runs at the same time begin at different places.
    int port = FIRST_PORT + (int) (ProcessHandle.current().pid() * 37 % 8_000);
    for (; ports.size() < count && port < LAST_PORT; port++) {
      if (isFree(port)) {
        ports.add(port);
      }
    }
    if (ports.size() < count) {
      throw new IOException("cannot find " + count + " free ports below " + LAST_PORT);
    }
    return ports;
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.ofLiteral("0.0.0.0"))) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  static String name(int node) {
    return "n" + node;
  }

  int size() {
    return hosts.size();
  }

  /// Nodes whose processes are there.
  List<Integer> running() {
    return List.copyOf(running.keySet());
  }

  List<Integer> stopped() {
    return IntStream.range(0, size()).filter(node -> !running.containsKey(node)).boxed().toList();
  }

  ChildProcess process(int node) {
    @Nullable ChildProcess process = running.get(node);
    if (process == null) {
      throw new IllegalStateException("BUG: " + name(node) + " does not run");
    }
    return process;
  }

  List<Happening> happenings() {
    var all = new ArrayList<>(happenings);
    all.addAll(stalls.happenings());
    return all;
  }

  private void happened(Kind kind, int node, long fromMs) {
    happenings.add(new Happening(kind, name(node), fromMs, clock.wallMs()));
  }

  void start(int node) throws IOException {
    Path own = Files.createDirectories(folder.resolve(name(node)));
    Path river = Files.writeString(own.resolve("agent.alloy"), river(node));
    happened(Kind.JOIN, node, clock.wallMs());
    String address = hosts.get(node).address();
    var flags =
        new ArrayList<>(
            List.of(
                "--cluster.enabled",
                "--cluster.name=processes",
                "--cluster.node-name=" + name(node),
                "--cluster.advertise-address=" + address,
                "--cluster.shared-key-file=" + key));
    flags.addAll(wiring.flags());
    if (wiring.knowsAddresses()) {
      flags.add("--cluster.join-addresses=" + join);
    }
    running.put(
        node,
        ChildProcess.tributaryOn(
            hosts.get(node), own, river, ports.get(node), flags.toArray(String[]::new)));
  }

  private String river(int node) {
    return """
    %s
    prometheus.scrape "shared" {
      targets         = %s
      forward_to      = [prometheus.remote_write.out.receiver]
      scrape_interval = "%dms"
      scrape_timeout  = "%dms"

      clustering {
        enabled = true
      }
    }

    prometheus.remote_write "out" {
      endpoint {
        url     = "%s"
        headers = {"X-Node" = "%s"}

        queue_config {
          batch_send_deadline = "200ms"
        }
      }
    }
    """
        .formatted(
            wiring.blocks(), wiring.targets(), INTERVAL_MS, INTERVAL_MS, receiver, name(node));
  }

  /// SIGTERM, once the node runs: before, the virtual machine may end without a word of ours. Waits
  /// for the end.
  void leave(int node) throws InterruptedException {
    awaitReady(node);
    long fromMs = clock.wallMs();
    int code = process(node).terminate();
    running.remove(node);
    happened(Kind.LEAVE, node, fromMs);
    if (code != 0) {
      throw new AssertionError(name(node) + " ended with " + code + "; see " + folder);
    }
  }

  void kill(int node) throws InterruptedException {
    process(node).kill();
    running.remove(node);
    pausedMs.remove(node);
    happened(Kind.KILL, node, clock.wallMs());
  }

  void pause(int node) throws IOException, InterruptedException {
    pausedMs.put(node, clock.wallMs());
    process(node).signal("STOP");
  }

  void resume(int node) throws IOException, InterruptedException {
    process(node).signal("CONT");
    @Nullable Long fromMs = pausedMs.remove(node);
    happened(Kind.PAUSE, node, fromMs == null ? clock.wallMs() : fromMs);
  }

  /// All nodes were out of one another's reach, or some were, until now.
  void wasCut(long fromMs) {
    for (int node : running()) {
      happened(Kind.CUT, node, fromMs);
    }
  }

  void awaitReady(int node) throws InterruptedException {
    ChildProcess process = process(node);
    Eventually.holds(
        PATIENCE,
        () -> {
          process.requireAlive();
          return process.get("/-/ready").statusCode() == 200;
        },
        () -> name(node) + " is not ready; logs are below " + folder);
  }

  NodeReport report(int node) throws IOException, InterruptedException {
    return NodeReport.of(process(node));
  }

  /// How many targets a node has.
  int held(int node) throws IOException, InterruptedException {
    return report(node).held();
  }

  private static int number(String name) {
    return Integer.parseInt(name.substring(1));
  }

  /// The node that gives out the targets, as any tells.
  int leader() throws IOException, InterruptedException {
    return number(report(running().getFirst()).leader());
  }

  /// The node that has the lease, as any tells.
  int holder() throws IOException, InterruptedException {
    return number(report(running().getFirst()).holder());
  }

  /// The node that discovers targets for all, once all name it.
  int runner() throws InterruptedException {
    var named = new ArrayList<String>();
    Eventually.holds(
        PATIENCE,
        () -> {
          named.clear();
          for (int node : running()) {
            NodeReport report = report(node);
            named.add(
                report.isRunning() == report.runsOn().equals(name(node)) ? report.runsOn() : "");
          }
          return named.stream().distinct().count() == 1 && !named.getFirst().isEmpty();
        },
        () -> "they do not name one that discovers:\n" + state());
    return number(named.getFirst());
  }

  /// Waits until all nodes that run take part, each target is with one of them, and none is on its
  /// way. Nodes that have only just come get targets a few seconds later: see [#awaitShares].
  void awaitWhole() throws InterruptedException {
    Eventually.holds(PATIENCE, this::isWhole, () -> "the nodes do not share:\n" + state());
  }

  /// The same, and that nobody has nothing.
  void awaitShares() throws InterruptedException {
    Eventually.holds(
        PATIENCE,
        () -> {
          for (int node : running()) {
            if (held(node) <= 0) {
              return false;
            }
          }
          return isWhole();
        },
        () -> "not every node has targets:\n" + state());
  }

  /// Whether all nodes that run take part, and each target is with one of them.
  boolean isWhole() throws IOException, InterruptedException {
    int held = 0;
    for (int node : running()) {
      process(node).requireAlive();
      NodeReport report = report(node);
      if (report.owners() != running.size() || report.moving() > 0) {
        return false;
      }
      held += report.held();
    }
    return held == targets.count();
  }

  /// What every node tells, for messages.
  String state() {
    var text = new StringBuilder();
    for (int node : running()) {
      text.append(name(node)).append(' ');
      try {
        text.append(process(node).get("/api/v0/web/cluster").body());
      } catch (IOException | InterruptedException e) {
        text.append(e);
      }
      text.append('\n');
    }
    return text.append("logs are below ").append(folder).append('\n').toString();
  }

  /// Samples that a node has scraped since it started.
  double samplesScraped(int node) throws IOException, InterruptedException {
    var appended = APPENDED.matcher(process(node).get("/metrics").body());
    return appended.find() ? Double.parseDouble(appended.group(1)) : 0;
  }

  private void killAll() {
    running.values().forEach(ChildProcess::close);
  }

  @Override
  public void close() {
    killAll();
    stalls.close();
    Runtime.getRuntime().removeShutdownHook(lastResort);
  }
}
