package io.tributary.cluster.group;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import org.jgroups.JChannel;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG2;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.DiagnosticsHandler;

/// The protocols of a group, from the wire up.
///
/// One port carries all: a connection that breaks makes its agent suspect at once, so that no
/// second one is needed to watch processes; heartbeats find hosts that fall silent. Two halves of a
/// cluster that see each other again become one within some ten seconds.
final class GroupStack {
  private static final long HEARTBEAT_MS = 2_000;
  private static final long SILENCE_MS = 10_000;

  /// An agent whose connection broke, or that was silent, has this long to say that it lives. All
  /// that a dead one held waits for it.
  private static final long VERIFY_MS = 500;

  private static final long MERGE_MIN_MS = 1_000;
  private static final long MERGE_MAX_MS = 5_000;
  private static final long JOIN_MS = 3_000;
  private static final long LEAVE_MS = 5_000;

  /// Bytes that one agent may send another before that one has taken some in.
  private static final int CREDIT_BYTES = 2 << 20;

  private static final int FRAGMENT_BYTES = 60 << 10;

  /// Longest frame on the wire: what is longer is no frame.
  private static final int MAX_FRAME_BYTES = 1 << 20;

  private static final int MAX_THREADS = 64;

  private GroupStack() {}

  static JChannel channel(
      InetAddress advertised,
      int port,
      GroupSockets sockets,
      SeedDiscovery discovery,
      GroupCounters counters)
      throws Exception {
    var tcp = new GroupTransport(Duration.ofMillis(SILENCE_MS), counters);
    if (NetworkInterface.getByInetAddress(advertised) == null) {
      // Behind a translation of addresses: others see another one than this host.
      tcp.setBindAddress(InetAddress.getLoopbackAddress());
      tcp.setExternalAddr(advertised);
      tcp.setExternalPort(port);
    } else {
      tcp.setBindAddress(advertised);
    }
    tcp.setBindPort(port);
    tcp.setPortRange(0);
    tcp.deferClientBindAddr(true);
    tcp.setMaxLength(MAX_FRAME_BYTES);
    tcp.enableSuspectEvents(true);
    tcp.logDetails(false);
    tcp.logAcceptError(false);
    tcp.tcpNodelay(true);
    tcp.setSocketFactory(sockets);
    tcp.getThreadPool().setMaxThreads(MAX_THREADS);
    // On by default: a port (UDP 7500, by multicast) where anybody may read and change the group's
    // settings and call its methods, without any proof.
    tcp.setDiagnosticsHandler(new DiagnosticsHandler().setEnabled(false));
    return new JChannel(
        tcp,
        discovery,
        new MERGE3().setMinInterval(MERGE_MIN_MS).setMaxInterval(MERGE_MAX_MS),
        new FD_ALL3().setTimeout(SILENCE_MS).setInterval(HEARTBEAT_MS),
        new Verification().setTimeout(VERIFY_MS),
        new NAKACK2().useMcastXmit(false),
        new UNICAST3(),
        new STABLE(),
        new GMS().setJoinTimeout(JOIN_MS).setLeaveTimeout(LEAVE_MS).printLocalAddress(false),
        new MFC().setMaxCredits(CREDIT_BYTES),
        new UFC().setMaxCredits(CREDIT_BYTES),
        new FRAG2().setFragSize(FRAGMENT_BYTES));
  }
}
