package io.tributary.agent.process;

import io.tributary.agent.build.BuildInfo;
import io.tributary.base.disk.Disk;
import io.tributary.base.host.HostName;
import io.tributary.base.memory.HeapRoom;
import io.tributary.base.time.Clock;
import io.tributary.cluster.placement.MemberShare;
import io.tributary.component.Program;
import io.tributary.discovery.client.ComponentClients;
import io.tributary.discovery.shared.ClusterDiscovery;
import io.tributary.metrics.component.DataPlane;
import io.tributary.metrics.component.Engines;
import io.tributary.metrics.scrape.ScrapeWorker;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.Layouts;
import io.tributary.net.client.HttpClients;
import io.tributary.net.scrape.SelectorLoop;
import io.tributary.runtime.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// What the components of one graph share: the scrape loop, HTTP clients, layouts. Closed behind
/// the graph.
final class Plane implements AutoCloseable {
  static final String USER_AGENT = "Tributary/" + BuildInfo.CURRENT.version();

  private final HttpClients clients;
  private final SelectorLoop loop;
  private final DataPlane data;

  /// For components that have nothing else in common.
  Plane(Clock clock, HeapRoom heap, Duration flushDeadline, MemberShare share) {
    this(clock, heap, tuning(flushDeadline, share), Engines.OWN);
  }

  Plane(Clock clock, HeapRoom heap, DataPlane.Tuning tuning, Engines engines) {
    clients = new HttpClients(clock);
    try {
      loop = SelectorLoop.start("scrape", clock);
    } catch (IOException e) {
      clients.close();
      throw new UncheckedIOException("cannot start the scrape loop: " + e.getMessage(), e);
    }
    data =
        new DataPlane(
            loop, new ScrapeWorker(), clients, new Layouts(), Disk.real(), heap, tuning, engines);
  }

  private static DataPlane.Tuning tuning(Duration flushDeadline, MemberShare share) {
    long seed = DataPlane.Tuning.offsetSeed(HostName.get(), Labels.EMPTY);
    DataPlane.Tuning defaults = DataPlane.Tuning.defaults(USER_AGENT, seed);
    return new DataPlane.Tuning(
        defaults.userAgent(),
        defaults.timestampTolerance(),
        defaults.offsetSeed(),
        defaults.outOfOrderWindow(),
        defaults.backlogBytes(),
        defaults.backlogAge(),
        flushDeadline,
        share);
  }

  private static Program program() {
    BuildInfo build = BuildInfo.CURRENT;
    return new Program(build.version(), build.revision(), build.branch());
  }

  HttpClients clients() {
    return clients;
  }

  SelectorLoop loop() {
    return loop;
  }

  DataPlane data() {
    return data;
  }

  /// As the components know it.
  Services services() {
    return Services.NONE
        .with(DataPlane.class, data)
        .with(Program.class, program())
        .with(ComponentClients.class, new ComponentClients(clients, USER_AGENT))
        .with(ClusterDiscovery.class, ClusterDiscovery.OFF);
  }

  @Override
  public void close() {
    loop.close();
    clients.close();
  }
}
