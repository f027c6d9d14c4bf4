package io.tributary.cluster.group;

import java.time.Duration;
import java.util.Arrays;
import org.jgroups.PhysicalAddress;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.TCP;

/// TCP that sends to each address on a thread of its own.
///
/// The library has one thread for all, which also connects. While it waits for a host that is
/// silent, two seconds each time and again every few seconds as it looks for those that were lost,
/// everything else waits behind: what the agents of this side have to tell one another, too.
final class GroupTransport extends TCP {
  private final SendLines<PhysicalAddress> lines;

  /// @param longestWrite how long an address may take nothing in
  GroupTransport(Duration longestWrite, GroupCounters counters) {
    // Messages find their protocol by number; ours is none that the library knows.
    id = ClassConfigurator.getProtocolId(TCP.class);
    // Puts small messages together, and never waits: the lines are behind it.
    setBundlerType("transfer-queue");
    lines =
        new SendLines<>((to, frame) -> send(to, frame, 0, frame.length), longestWrite, counters);
  }

  @Override
  public void sendUnicast(PhysicalAddress to, byte[] data, int offset, int length) {
    lines.add(to, Arrays.copyOfRange(data, offset, offset + length));
  }

  /// What was said last is the word that this agent leaves.
  @Override
  protected void handleDisconnect() {
    lines.awaitEmpty();
    super.handleDisconnect();
  }
}
