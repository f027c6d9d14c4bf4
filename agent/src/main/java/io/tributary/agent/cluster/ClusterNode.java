package io.tributary.agent.cluster;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.time.Clock;
import io.tributary.cluster.discovery.DiscoveryShare;
import io.tributary.cluster.group.GroupPeers;
import io.tributary.cluster.group.GroupSettings;
import io.tributary.cluster.node.AlonePeers;
import io.tributary.cluster.node.Node;
import io.tributary.cluster.node.Peer;
import io.tributary.cluster.node.PeerState;
import io.tributary.cluster.node.Quorum;
import io.tributary.cluster.sharing.Fence;
import io.tributary.cluster.sharing.LoopThread;
import io.tributary.cluster.sharing.Sharing;
import io.tributary.cluster.store.StoreSettings;
import io.tributary.cluster.store.Stores;
import io.tributary.net.client.HttpCaller;
import io.tributary.net.client.HttpClients;
import io.tributary.net.server.Response;
import io.tributary.net.server.Routes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This agent as a node of a cluster, which may be one of this agent alone.
///
/// [#join] and then [#participate] once the first configuration is in force; [#terminate] before
/// the graph stops, [#close] behind it.
public final class ClusterNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);

  /// Nobody is found: how long until the next look, at first.
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

  /// The same at last: who is alone scrapes what others do, too.
  private static final Duration ALONE = Duration.ofSeconds(10);

  /// How long others have to take over what this node lets go of.
  private static final Duration SPREAD = Duration.ofSeconds(5);

  private final ClusterSettings settings;
  private final Clock clock;
  private final Node node;
  private final Optional<GroupPeers> group;
  private final Quorum quorum;
  private final Optional<ClusterStore> store;
  private final Shares shares;
  private final Optional<DiscoveryShare> discovery;
  private final Optional<HttpCaller> caller;
  private final Optional<Seeker> seeker;
  private final Entrance entrance;
  private @Nullable Thread rejoining;

  // Where other nodes may be: what the last look found, and what the store says.
  private volatile Set<InetSocketAddress> sought = Set.of();
  private volatile Set<InetSocketAddress> listed = Set.of();

  /// Of the last look. Guarded by `this`.
  private Set<String> problems = Set.of();

  private ClusterNode(
      ClusterSettings settings,
      Node node,
      Optional<HttpCaller> caller,
      Stores stores,
      int port,
      Clock clock,
      LongAdder failures)
      throws IOException {
    this.settings = settings;
    this.clock = clock;
    this.node = node;
    this.caller = caller;
    group = node instanceof GroupPeers peers ? Optional.of(peers) : Optional.empty();
    entrance = new Entrance(node, () -> group.ifPresent(this::seek), clock);
    quorum = new Quorum(settings.quorum(), clock);
    node.listen(quorum);
    if (group.isPresent()) {
      node.listen(new PeersLog());
    }
    store =
        group.isPresent() && settings.store().isPresent()
            ? Optional.of(store(settings.store().get(), stores, group.get(), failures))
            : Optional.empty();
    Fence fence = store.<Fence>map(ClusterStore::lease).orElse(Fence.NONE);
    fence.listen(new StandingLog(fence));
    shares = Shares.of(settings, node, quorum, fence, clock, failures);
    discovery =
        group
            .filter(_ -> settings.division().sharesDiscovery())
            .map(peers ->
                new DiscoveryShare(
                    peers,
                    new LoopThread("cluster-discovery", clock, failures),
                    RandomGenerator.getDefault()));
    var addresses = new JoinAddresses(new SystemNames(), port);
    seeker =
        caller.map(client -> new Seeker(settings, addresses, client, RandomGenerator.getDefault()));
  }

  private ClusterStore store(StoreSettings of, Stores stores, GroupPeers peers, LongAdder failures)
      throws IOException {
    try {
      return new ClusterStore(
          of,
          stores,
          settings.identity(),
          peers,
          quorum,
          clock,
          failures,
          addresses -> {
            listed = Set.copyOf(addresses);
            plant(peers);
          });
    } catch (IOException e) {
      peers.close();
      quorum.close();
      throw new IOException("cannot use --cluster.store: " + e.getMessage(), e);
    }
  }

  /// Opens the port where other nodes connect, if this is a cluster; nobody has joined yet. Throws
  /// where that port, a key or a certificate cannot be used.
  public static ClusterNode open(
      ClusterSettings settings,
      int listenPort,
      HttpClients clients,
      Stores stores,
      PrometheusRegistry registry,
      Clock clock)
      throws IOException {
    var telemetry = new ClusterTelemetry(settings, registry, clock);
    String name = settings.identity().node();
    if (!settings.isEnabled()) {
      var alone = new AlonePeers(name, "127.0.0.1:" + listenPort);
      var node =
          new ClusterNode(
              settings, alone, Optional.empty(), stores, listenPort, clock, telemetry.failures());
      telemetry.watch(
          alone, Optional.empty(), node.quorum, node.shares, node::load, Optional.empty());
      return node;
    }
    Advertised advertised = Advertised.of(settings.identity(), listenPort);
    Protection protection = Protection.of(settings);
    if (protection.security().isOpen()) {
      LOG.warn(
          "anybody who reaches the cluster's port can join: set --cluster.shared-key-file or"
              + " --cluster.enable-tls");
    }
    GroupPeers peers =
        GroupPeers.open(
            new GroupSettings(
                settings.identity().cluster(),
                name,
                advertised.http(),
                advertised.address(),
                settings.groupPort(),
                protection.security()),
            telemetry);
    HttpCaller caller = protection.caller(clients);
    var node =
        new ClusterNode(
            settings, peers, Optional.of(caller), stores, listenPort, clock, telemetry.failures());
    telemetry.watch(
        peers,
        Optional.of(peers),
        node.quorum,
        node.shares,
        node::load,
        node.store.map(ClusterStore::lease));
    node.discovery.ifPresent(share -> DiscoveryTelemetry.register(share, settings, registry));
    return node;
  }

  public Node node() {
    return node;
  }

  public Quorum quorum() {
    return quorum;
  }

  public Sharing sharing() {
    return shares.sharing();
  }

  /// Empty where each node discovers for itself.
  public Optional<DiscoveryShare> discovery() {
    return discovery;
  }

  /// Adds what other nodes ask, and below `uiPrefix` what the page does.
  public void routes(Routes routes, String uiPrefix) {
    routes.get(uiPrefix + "/api/v0/web/cluster", _ -> status());
    routes.get(MemberDocument.PATH, _ -> member());
    for (String what : new String[] {"message", "stream"}) {
      routes.post("/api/v1/ckit/transport/" + what, _ -> noGossip());
    }
  }

  private Response member() {
    return group
        .map(peers -> {
          var at = peers.groupAddress();
          var text = new HostPort(at.getAddress().getHostAddress(), at.getPort()).toString();
          var identity = settings.identity();
          return Response.json(
              200,
              new MemberDocument(
                      identity.cluster(), identity.node(), node.view().self().state().text(), text)
                  .toJson());
        })
        .orElseGet(() -> Response.text(404, "clustering is disabled\n"));
  }

  private Response status() {
    int minimum = settings.quorum().minimumSize();
    var document =
        new ClusterDocument(
            quorum.isReady(),
            minimum,
            load(),
            lease(),
            shares.units(),
            discovery.map(DiscoveryShare::units).orElse(List.of()));
    return Response.json(200, document.toJson());
  }

  private Optional<ClusterDocument.LeaseState> lease() {
    return store.map(known -> ClusterDocument.LeaseState.of(known.lease(), known.problem()));
  }

  /// Empty where another node gives out the targets.
  private Optional<ClusterLoad> load() {
    return shares
        .led()
        .map(cost -> {
          int present =
              Math.toIntExact(
                  node.view().peers().stream()
                      .map(Peer::state)
                      .filter(PeerState.PARTICIPANT::equals)
                      .count());
          return new ClusterLoad(cost, present, settings.division().replicas().of(cost, present));
        });
  }

  private Response noGossip() {
    return group.isEmpty()
        ? Response.text(404, "clustering is disabled\n")
        : Response.text(501, "cannot join: this is a cluster of Tributary, not of Alloy\n");
  }

  /// Joins whoever is found, and goes on looking. Alone where nobody is found.
  public void join() throws IOException {
    if (group.isEmpty()) {
      return;
    }
    GroupPeers peers = group.get();
    boolean isComplete = seek(peers);
    if (store.isPresent()) {
      lookUp(store.get());
    }
    peers.join();
    LOG.atInfo()
        .addKeyValue("node", settings.identity().node())
        .addKeyValue("address", node.view().self().address())
        .addKeyValue("peers", node.view().peers().size())
        .log("joined the cluster");
    if (settings.joining().rejoinInterval().isPositive()
        && !settings.joining().addresses().isEmpty()) {
      rejoining = Thread.ofVirtual().name("cluster-rejoin").start(() -> rejoin(peers, isComplete));
    }
  }

  private static void lookUp(ClusterStore store) {
    try {
      store.directory().open();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Tells where other nodes may be: those that answered, and those in the store.
  private void plant(GroupPeers peers) {
    var all = new LinkedHashSet<>(sought);
    all.addAll(listed);
    peers.seeds(all);
  }

  /// Whether all addresses could be asked.
  private synchronized boolean seek(GroupPeers peers) {
    try {
      Seeker.Outcome outcome = seeker.orElseThrow().seek();
      entrance.looked(
          outcome.found().stream()
              .filter(one -> !one.group().equals(peers.groupAddress()))
              .toList());
      if (!outcome.found().isEmpty()) {
        sought = outcome.found().stream().map(Seeker.Found::group).collect(Collectors.toSet());
        plant(peers);
      }
      for (String problem : outcome.problems()) {
        (problems.contains(problem) ? LOG.atDebug() : LOG.atWarn())
            .addKeyValue("err", problem)
            .log("cannot join a node of the cluster");
      }
      problems = Set.copyOf(outcome.problems());
      return outcome.problems().isEmpty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Nodes that start together find one another soon; later, now and then is enough to heal a
  /// cluster that fell apart.
  private void rejoin(GroupPeers peers, boolean isComplete) {
    Duration interval = settings.joining().rejoinInterval();
    Duration pause = FIRST_RETRY;
    boolean isFound = isComplete;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        boolean isAlone = peers.view().peers().size() == 1;
        Duration longest = isAlone && interval.compareTo(ALONE) > 0 ? ALONE : interval;
        boolean isCalm = isFound && !isAlone;
        Duration wait = isCalm || pause.compareTo(longest) > 0 ? longest : pause;
        clock.sleepUntil(clock.nanos() + wait.toNanos());
        pause = wait.multipliedBy(2);
        isFound = seek(peers);
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  /// The first configuration is in force: this node takes its part, see [Entrance].
  public void participate() {
    entrance.enter();
  }

  /// This node is about to leave: others take over what it has.
  public void terminate() {
    entrance.close();
    if (rejoining != null) {
      rejoining.interrupt();
    }
    node.become(PeerState.TERMINATING);
    try {
      shares.drain(SPREAD);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Leaves, within bounds.
  @Override
  public void close() {
    shares.close();
    discovery.ifPresent(DiscoveryShare::close);
    store.ifPresent(ClusterStore::close);
    quorum.close();
    Thread leaving = Thread.ofVirtual().name("cluster-leave").start(node::close);
    try {
      if (!leaving.join(SPREAD)) {
        LOG.warn("leaving the cluster takes too long: the others will find out by themselves");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    caller.ifPresent(HttpCaller::close);
  }
}
