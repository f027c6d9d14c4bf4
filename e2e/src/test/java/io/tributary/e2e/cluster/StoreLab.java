package io.tributary.e2e.cluster;

import io.tributary.testkit.store.Etcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// Four nodes that know of one another by etcd alone, each on a host of its own, as etcd is.
final class StoreLab implements AutoCloseable {
  static final int NODES = 4;
  static final int TARGETS = 40;
  private static final int ROWS = 20;

  final Place place;
  final Etcd etcd;
  final NumberedTargets targets;
  final ArrivalReceiver receiver;
  final RunningCluster cluster;

  /// None of its nodes is started.
  ///
  /// @param isSteady one value for ever, for nodes that may scrape the same
  StoreLab(Path folder, Place place, Etcd etcd, boolean isSteady) throws IOException {
    this.place = place;
    this.etcd = etcd;
    String here = place.testAddress();
    targets = new NumberedTargets(here, TARGETS, ROWS, isSteady);
    receiver = new ArrivalReceiver(here);
    Wiring wiring = Wiring.plain(targets).in(etcd);
    Path own = Files.createDirectories(folder);
    cluster = new RunningCluster(own, place.hosts(), targets, wiring, receiver.url());
  }

  void startAll() throws IOException {
    for (int node = 0; node < NODES; node++) {
      cluster.start(node);
    }
  }

  Run run() {
    return new Run(cluster, targets, receiver.arrivals());
  }

  /// What the lease lets each node do, in their order.
  String standings() {
    return cluster.running().stream().map(this::standing).collect(Collectors.joining(", "));
  }

  private String standing(int node) {
    try {
      NodeReport report = cluster.report(node);
      return report.standing() + (report.problem().isEmpty() ? "" : " (no store)");
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e.toString();
    }
  }

  @Override
  public void close() {
    cluster.close();
    receiver.close();
    targets.close();
  }
}
