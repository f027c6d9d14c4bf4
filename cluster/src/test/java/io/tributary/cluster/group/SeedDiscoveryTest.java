package io.tributary.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.ManualClock;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jgroups.protocols.PingData;
import org.jgroups.protocols.TCP;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.Responses;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;

class SeedDiscoveryTest {
  private final ManualClock clock = new ManualClock(0);
  private final SeedDiscovery discovery = new SeedDiscovery(clock);

  private static IpAddress at(int port) throws UnknownHostException {
    return new IpAddress("127.0.0.1", port);
  }

  @Test
  void forgetsWhatWasNotHeardOfForLong() throws UnknownHostException {
    for (int port = 1; port <= 100; port++) {
      discovery.remember(at(port));
    }
    clock.advance(SeedDiscovery.FORGETS.minusSeconds(1));
    discovery.remember(at(7));
    assertThat(discovery.known()).hasSize(100);

    clock.advance(Duration.ofSeconds(2));
    assertThat(discovery.known())
        .hasSize(SeedDiscovery.ALWAYS_KNOWN)
        .contains(at(7), at(100))
        .doesNotContain(at(1), at(85));
  }

  /// The library asks whoever has ever said that it leads.
  @Test
  void anAgentThatJoinsForgetsWhoAnsweredBefore() {
    discovery.setDownProtocol(new TCP());
    var first = new Responses(false);
    discovery.findMembers(List.of(), true, first);
    first.addResponse(new PingData(UUID.randomUUID(), false).coord(true), true);
    discovery.findMembers(List.of(), false, new Responses(false));
    assertThat(first.size()).as("of a question of one that has joined").isEqualTo(1);
    discovery.findMembers(List.of(), true, new Responses(false));
    assertThat(first.isEmpty()).isTrue();
  }

  @Test
  void isBounded() throws UnknownHostException {
    for (int port = 1; port <= SeedDiscovery.MAX_KNOWN + 10; port++) {
      discovery.remember(at(port));
    }
    assertThat(discovery.known()).hasSize(SeedDiscovery.MAX_KNOWN).doesNotContain(at(10));
  }
}
