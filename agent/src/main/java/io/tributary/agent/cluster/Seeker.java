package io.tributary.agent.cluster;

import io.tributary.cluster.node.PeerState;
import io.tributary.net.client.HttpCall;
import io.tributary.net.client.HttpCallException;
import io.tributary.net.client.HttpCaller;
import io.tributary.net.client.HttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;

/// Asks the nodes at the addresses to join where their groups are.
final class Seeker {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ClusterSettings settings;
  private final JoinAddresses addresses;
  private final HttpCaller caller;
  private final RandomGenerator random;

  /// A node that answered.
  ///
  /// @param group where it can be reached by other nodes
  record Found(String node, boolean isParticipant, InetSocketAddress group) {}

  /// @param problems of nodes that did not answer, and of names
  record Outcome(List<Found> found, List<String> problems) {}

  Seeker(
      ClusterSettings settings,
      JoinAddresses addresses,
      HttpCaller caller,
      RandomGenerator random) {
    this.settings = settings;
    this.addresses = addresses;
    this.caller = caller;
    this.random = random;
  }

  /// Asks all at once, and waits for all; no more than the settings allow.
  Outcome seek() throws InterruptedException {
    JoinAddresses.Resolved resolved = addresses.resolve(settings.joining().addresses());
    var found = new ConcurrentLinkedQueue<Found>();
    var problems = new ConcurrentLinkedQueue<>(resolved.problems());
    var threads = new ArrayList<Thread>();
    for (String address : chosen(resolved.addresses())) {
      threads.add(
          Thread.ofVirtual()
              .name("cluster-seek-" + address)
              .start(() -> {
                try {
                  found.add(ask(address));
                } catch (IOException e) {
                  problems.add("cannot join %s: %s".formatted(address, e.getMessage()));
                } catch (InterruptedException _) {
                  Thread.currentThread().interrupt();
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return new Outcome(List.copyOf(found), List.copyOf(problems));
  }

  private List<String> chosen(List<String> all) {
    int most = settings.joining().maxPeers();
    if (most <= 0 || all.size() < most) {
      return all;
    }
    var shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, java.util.Random.from(random));
    return shuffled.subList(0, most);
  }

  private Found ask(String address) throws IOException, InterruptedException {
    String scheme = settings.protection().tls().isPresent() ? "https://" : "http://";
    HttpResponse response;
    try {
      response =
          caller.call(
              HttpCall.get(URI.create(scheme + address + MemberDocument.PATH))
                  .withTimeout(PATIENCE)
                  .withMaxBodyBytes(MemberDocument.MAX_BYTES));
    } catch (HttpCallException | IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (!response.isSuccess()) {
      throw new IOException("it answers with status " + response.status());
    }
    MemberDocument member = MemberDocument.of(response.body());
    String mine = settings.identity().cluster();
    if (!member.cluster().equals(mine)) {
      throw new IOException(
          "it belongs to the cluster \"%s\", not to \"%s\"".formatted(member.cluster(), mine));
    }
    HostPort group = HostPort.of(member.group(), 0);
    return new Found(
        member.node(),
        member.state().equals(PeerState.PARTICIPANT.text()),
        new InetSocketAddress(literal(group.host()), group.port()));
  }

  /// No name: what a node tells must not make this one ask the DNS.
  private static InetAddress literal(String address) throws IOException {
    try {
      return InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw new IOException("it is at \"" + address + "\", which is no address", e);
    }
  }
}
