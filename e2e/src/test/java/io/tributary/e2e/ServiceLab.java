package io.tributary.e2e;

import io.tributary.base.time.Clock;
import io.tributary.cluster.configs.Packed;
import io.tributary.e2e.ChildProcess.Host;
import io.tributary.e2e.ScriptedExporter.Page;
import io.tributary.testkit.network.NetworkLab;
import io.tributary.testkit.network.Relay;
import io.tributary.testkit.remotewrite.DeliveryLedger.Gap;
import io.tributary.testkit.remotewrite.ReceivedSample;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import io.tributary.testkit.store.Etcd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Agents of a scraping service, each a process of its own, over the real etcd behind a [Relay];
/// with what they scrape, and where they send it.
///
/// Used by one thread.
final class ServiceLab implements AutoCloseable {
  static final Duration HEARTBEAT = Duration.ofSeconds(1);
  static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(5);
  private static final Pattern NAME = Pattern.compile("\"(c-[^\"]+)\"");
  private static final String PREFIX = "configurations/";
  private static final String PAGE = "/metrics";

  /// Hosts of agents count from 1.
  static final int ETCD_HOST = 4;

  private final Path directory;
  private final Duration interval;
  private final Places places;
  final Etcd etcd;
  final Relay relay;
  final RemoteWriteReceiver receiver = RemoteWriteReceiver.start();
  final ScriptedExporter exporter = new ScriptedExporter();

  /// How agents reach etcd, what they scrape, and where they send it.
  private record Places(List<Host> hosts, String store, String target, String url) {}

  private final List<Relay> doors = new ArrayList<>();

  /// Those that run, by id.
  final SortedMap<String, ChildProcess> agents = new TreeMap<>();

  /// All that should run.
  final SortedSet<String> stored = new TreeSet<>();

  /// @param interval between two scrapes of a configuration
  ServiceLab(Path directory, Duration interval) throws IOException, InterruptedException {
    this.directory = directory;
    this.interval = interval;
    etcd = Etcd.start(directory.resolve("etcd"));
    relay = new Relay(etcd.port());
    String target = "127.0.0.1:" + exporter.port();
    places = new Places(List.of(), relay.endpoint(), target, receiver.url().toString());
    serve();
  }

  /// On a network with three hosts for agents and one for etcd; what is scraped, and where to it is
  /// sent, everybody reaches.
  ServiceLab(Path directory, Duration interval, NetworkLab network)
      throws IOException, InterruptedException {
    this.directory = directory;
    this.interval = interval;
    String address = network.address(ETCD_HOST);
    etcd = Etcd.startOn(directory.resolve("etcd"), address, network.command(ETCD_HOST, List.of()));
    InetAddress here = InetAddress.getByName(network.testAddress());
    relay = new Relay(here, receiver.url().getPort());
    Relay exported = new Relay(here, exporter.port());
    doors.add(exported);
    List<Host> hosts =
        IntStream.range(1, ETCD_HOST)
            .mapToObj(host -> new Host(network.address(host), network.command(host, List.of())))
            .toList();
    String url = "http://" + relay.endpoint() + receiver.url().getPath();
    places = new Places(hosts, etcd.endpoint(), exported.endpoint(), url);
    serve();
  }

  private void serve() {
    exporter.serve(PAGE, List.of(Page.of(ScriptedExporter.TEXT, "up_here 1\n")));
  }

  /// Names whose hashes lie all around the ring.
  static String name(int number) {
    return "c-" + Integer.toHexString(number * 0x9e3779b9) + "-" + number;
  }

  /// Starts an agent, and does not wait for it.
  void start(String id) throws IOException {
    start(id, Host.LOCAL);
  }

  /// The same on one of three hosts, from 1.
  void startOn(int host, String id) throws IOException {
    start(id, places.hosts().get(host - 1));
  }

  private void start(String id, Host host) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(id));
    String store = "{store: etcd, etcd: {endpoints: [\"%s\"]}}".formatted(places.store());
    Path config =
        Files.writeString(
            folder.resolve("agent.yaml"),
            """
            metrics:
              global:
                scrape_interval: %ds
                scrape_timeout: 1s
                remote_write: [{url: "%s", queue_config: {batch_send_deadline: 200ms}}]
              scraping_service:
                enabled: true
                kvstore: %s
                lifecycler:
                  id: %s
                  address: %s
                  heartbeat_period: %ds
                  ring: {heartbeat_timeout: %ds, kvstore: %s}
            """
                .formatted(
                    interval.toSeconds(),
                    places.url(),
                    store,
                    id,
                    host.address(),
                    HEARTBEAT.toSeconds(),
                    HEARTBEAT_TIMEOUT.toSeconds(),
                    store));
    agents.put(
        id,
        ChildProcess.tributaryStaticOn(
            host,
            folder,
            config,
            ChildProcess.freePort(),
            "-server.grpc.address=" + host.address() + ":" + ChildProcess.freePort(),
            "-config.enable-read-api"));
  }

  /// Waits until all agents are in the ring and see one another there.
  void awaitRing(Duration atMost) throws InterruptedException {
    Eventually.holds(
        atMost,
        () -> {
          for (ChildProcess agent : agents.values()) {
            agent.requireAlive();
            if (active(agent) != agents.size()) {
              return false;
            }
          }
          return true;
        },
        () -> "they do not see one another in the ring" + outputs());
  }

  private static int active(ChildProcess agent) throws IOException, InterruptedException {
    return agent.get("/debug/ring").body().split("<td>ACTIVE</td>", -1).length - 1;
  }

  ChildProcess any() {
    return agents.firstEntry().getValue();
  }

  void kill(String id) throws InterruptedException {
    take(id).kill();
  }

  private ChildProcess take(String id) {
    ChildProcess agent = agents.remove(id);
    if (agent == null) {
      throw new IllegalStateException("BUG: there is no agent " + id);
    }
    return agent;
  }

  /// As an operator would.
  void end(String id) throws InterruptedException {
    int code = take(id).terminate();
    if (code != 0) {
      throw new AssertionError(id + " ended with " + code);
    }
  }

  String document(String name, String path, String more) {
    return "scrape_configs: [{job_name: %s, metrics_path: %s, %s static_configs: [{targets: [\"%s\"]}]}]\n"
        .formatted(name, path, more, places.target());
  }

  /// Stores a configuration through an agent.
  void put(ChildProcess through, String name) throws IOException, InterruptedException {
    put(through, name, document(name, PAGE, ""));
  }

  void put(ChildProcess through, String name, String yaml)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = through.put("/agent/api/v1/config/" + name, yaml);
    if (answer.statusCode() != 201 && answer.statusCode() != 200) {
      throw new AssertionError(name + " is not stored: " + answer.body());
    }
    stored.add(name);
  }

  private boolean takes(ChildProcess agent, String name) throws IOException, InterruptedException {
    String yaml = document(name, PAGE, "");
    return agent.put("/agent/api/v1/config/" + name, yaml).statusCode() < 300;
  }

  void delete(ChildProcess through, String name) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        through.send("DELETE", "/agent/api/v1/config/" + name, "Accept", "*/*");
    if (answer.statusCode() != 200) {
      throw new AssertionError(name + " is not deleted: " + answer.body());
    }
    stored.remove(name);
  }

  /// Puts everything that should run into etcd itself.
  void store() throws IOException, InterruptedException {
    var values = new TreeMap<String, byte[]>();
    for (String name : stored) {
      String yaml = "name: " + name + "\n" + document(name, PAGE, "");
      values.put(PREFIX + name, Packed.pack(yaml.getBytes(StandardCharsets.UTF_8)));
    }
    etcd.putAll(values);
  }

  /// What each agent runs.
  SortedMap<String, SortedSet<String>> assignments() throws IOException, InterruptedException {
    var all = new TreeMap<String, SortedSet<String>>();
    for (var agent : agents.entrySet()) {
      all.put(agent.getKey(), owned(agent.getValue()));
    }
    return all;
  }

  static SortedSet<String> owned(ChildProcess agent) throws IOException, InterruptedException {
    String body = agent.get("/agent/api/v1/instances").body();
    return NAME.matcher(body)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// An agent that runs something.
  String busy() throws IOException, InterruptedException {
    return assignments().entrySet().stream()
        .filter(agent -> !agent.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /// Waits until each configuration runs once; gives how long that took.
  Duration awaitEachOnce(Duration atMost) throws InterruptedException {
    long from = System.nanoTime();
    Eventually.holds(
        atMost,
        () -> {
          var all = new TreeSet<String>();
          int sum = 0;
          for (SortedSet<String> own : assignments().values()) {
            sum += own.size();
            all.addAll(own);
          }
          return sum == stored.size() && all.equals(stored);
        },
        () -> "not each configuration runs once" + outputs());
    return Duration.ofNanos(System.nanoTime() - from);
  }

  /// Waits until no agent has anything to complain of, all run what they ran `before`, and each can
  /// store a configuration.
  Duration awaitCalm(SortedMap<String, SortedSet<String>> before, Duration atMost)
      throws InterruptedException {
    long from = System.nanoTime();
    Eventually.holds(
        atMost,
        () -> {
          for (ChildProcess agent : agents.values()) {
            if (!isHealthy(agent) || !takes(agent, stored.first())) {
              return false;
            }
          }
          return assignments().equals(before);
        },
        () -> "they do not come to rest" + outputs());
    return Duration.ofNanos(System.nanoTime() - from);
  }

  private static boolean isHealthy(ChildProcess agent) throws IOException, InterruptedException {
    String body = agent.get("/api/v0/web/components/prometheus.scraping_service.default").body();
    return JsonValues.at(JsonValues.read(body), "health", "state") instanceof String state
        && state.equals("healthy");
  }

  /// How often an agent has asked the stores for something.
  static double storeCalls(ChildProcess agent) throws IOException, InterruptedException {
    return agent
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.contains("kv_request_duration_seconds_count"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /// Waits until every configuration has been scraped so many times more.
  void awaitScrapes(int count) {
    long from = Clock.system().wallMs();
    receiver.await(count + " scrapes of everything", () -> scrapesSince(from, count));
  }

  private boolean scrapesSince(long ms, int count) {
    var done =
        jobs(
            "up",
            series ->
                receiver.ledger().samplesOf(series).stream()
                        .filter(sample -> sample.timestampMs() >= ms)
                        .count()
                    >= count);
    return done.containsAll(stored);
  }

  /// Of the series `up`: what is further apart than `longest`, and touches the time since
  /// `sinceMs`.
  List<Gap> gaps(Duration longest, long sinceMs) {
    return receiver.ledger().gaps(longest.toMillis()).stream()
        .filter(gap -> gap.beforeMs() > sinceMs && "up".equals(gap.labels().get("__name__")))
        .toList();
  }

  /// The longest time without a sample of a configuration that ended since `sinceMs`.
  Duration longestGap(long sinceMs) {
    return Duration.ofMillis(
        gaps(interval, sinceMs).stream()
            .mapToLong(gap -> gap.beforeMs() - gap.afterMs())
            .max()
            .orElse(interval.toMillis()));
  }

  /// The jobs of which some series was told to have ended.
  SortedSet<String> ends() {
    return jobs(
        "up",
        series -> receiver.ledger().samplesOf(series).stream().anyMatch(ReceivedSample::isStale));
  }

  /// The jobs that were scraped.
  SortedSet<String> scraped() {
    return jobs("up_here", _ -> true);
  }

  private SortedSet<String> jobs(String metric, Predicate<SortedMap<String, String>> which) {
    return receiver.ledger().seriesNamed(metric).stream()
        .filter(which)
        .map(series -> series.getOrDefault("job", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String outputs() {
    var text = new StringBuilder();
    agents.forEach(
        (id, agent) -> text.append("\n— ").append(id).append('\n').append(agent.output()));
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    new ArrayList<>(agents.values()).forEach(ChildProcess::close);
    exporter.close();
    receiver.close();
    relay.close();
    for (Relay door : doors) {
      door.close();
    }
    etcd.close();
  }
}
