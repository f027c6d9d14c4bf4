package io.tributary.exporters.unix.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.RouteSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The counters of one network interface, as an `RTM_NEWLINK` message tells them.
///
/// The number of the interface is the second int of the message. `struct rtnl_link_stats64` is 24
/// or more numbers of 64 bits, of which these are used; kernels that are too old for it send
/// [#STATS] with numbers of 32.
///
/// Source: rtnetlink(7), Linux `include/uapi/linux/if_link.h`, `net/core/net-procfs.c` (which sums
/// are which column).
public record LinkCounters(int index, String name, Map<String, Double> columns) {
  private static final int IFINFO_BYTES = 16;
  private static final int ATTRIBUTE_HEADER_BYTES = 4;
  private static final int TYPE_MASK = 0x3fff;
  private static final int IFNAME = 3;
  private static final int STATS = 7;
  private static final int STATS64 = 23;

  /// The places of counters in the struct.
  private static final int RX_PACKETS = 0;

  private static final int TX_PACKETS = 1;
  private static final int RX_BYTES = 2;
  private static final int TX_BYTES = 3;
  private static final int RX_ERRORS = 4;
  private static final int TX_ERRORS = 5;
  private static final int RX_DROPPED = 6;
  private static final int TX_DROPPED = 7;
  private static final int MULTICAST = 8;
  private static final int COLLISIONS = 9;
  private static final int RX_LENGTH_ERRORS = 10;
  private static final int RX_OVER_ERRORS = 11;
  private static final int RX_CRC_ERRORS = 12;
  private static final int RX_FRAME_ERRORS = 13;
  private static final int RX_FIFO_ERRORS = 14;
  private static final int RX_MISSED_ERRORS = 15;
  private static final int TX_ABORTED_ERRORS = 16;
  private static final int TX_CARRIER_ERRORS = 17;
  private static final int TX_FIFO_ERRORS = 18;
  private static final int TX_HEARTBEAT_ERRORS = 19;
  private static final int TX_WINDOW_ERRORS = 20;
  private static final int RX_COMPRESSED = 21;
  private static final int TX_COMPRESSED = 22;
  private static final int RX_NOHANDLER = 23;

  private static final int COUNTERS = 24;

  /// The interfaces of the network namespace that this process is in.
  public static List<LinkCounters> ofThisHost() throws IOException {
    var links = new ArrayList<LinkCounters>();
    for (ByteBuffer message : RouteSocket.links()) {
      LinkCounters link = parse(message);
      if (link != null) {
        links.add(link);
      }
    }
    return links;
  }

  /// Reads the payload of one message, in the machine's byte order; null for one without a name or
  /// without counters.
  static @Nullable LinkCounters parse(ByteBuffer message) {
    int at = IFINFO_BYTES;
    String name = "";
    double[] counters = new double[0];
    while (at + ATTRIBUTE_HEADER_BYTES <= message.limit()) {
      int length = message.getShort(at) & 0xffff;
      int type = message.getShort(at + 2) & TYPE_MASK;
      int from = at + ATTRIBUTE_HEADER_BYTES;
      int end = at + length;
      if (length < ATTRIBUTE_HEADER_BYTES || end > message.limit()) {
        break;
      }
      switch (type) {
        case IFNAME -> name = text(message, from, end);
        case STATS64 -> counters = counters(message, from, end, Long.BYTES);
        case STATS ->
            counters = counters.length > 0 ? counters : counters(message, from, end, Integer.BYTES);
        default -> {
          // Not ours.
        }
      }
      at += (length + 3) & ~3;
    }
    return name.isEmpty() || counters.length == 0
        ? null
        : new LinkCounters(message.getInt(4), name, of(counters));
  }

  private static String text(ByteBuffer message, int from, int end) {
    byte[] bytes = new byte[Math.max(0, end - from - 1)]; // It ends with a zero.
    message.get(from, bytes);
    return new String(bytes, UTF_8);
  }

  private static double[] counters(ByteBuffer message, int from, int end, int width) {
    double[] counters = new double[COUNTERS];
    for (int i = 0; i < counters.length && from + (i + 1) * width <= end; i++) {
      int at = from + i * width;
      counters[i] =
          width == Long.BYTES
              ? Numbers.toDouble(message.getLong(at))
              : (double) Integer.toUnsignedLong(message.getInt(at));
    }
    return counters;
  }

  private static Map<String, Double> of(double[] counters) {
    var columns = new LinkedHashMap<String, Double>();
    columns.put("receive_bytes", sum(counters, RX_BYTES));
    columns.put("receive_packets", sum(counters, RX_PACKETS));
    columns.put("receive_errs", sum(counters, RX_ERRORS));
    columns.put("receive_drop", sum(counters, RX_DROPPED, RX_MISSED_ERRORS));
    columns.put("receive_fifo", sum(counters, RX_FIFO_ERRORS));
    columns.put(
        "receive_frame",
        sum(counters, RX_FRAME_ERRORS, RX_LENGTH_ERRORS, RX_OVER_ERRORS, RX_CRC_ERRORS));
    columns.put("receive_compressed", sum(counters, RX_COMPRESSED));
    columns.put("receive_multicast", sum(counters, MULTICAST));
    columns.put("receive_nohandler", sum(counters, RX_NOHANDLER));
    columns.put("transmit_bytes", sum(counters, TX_BYTES));
    columns.put("transmit_packets", sum(counters, TX_PACKETS));
    columns.put("transmit_errs", sum(counters, TX_ERRORS));
    columns.put("transmit_drop", sum(counters, TX_DROPPED));
    columns.put("transmit_fifo", sum(counters, TX_FIFO_ERRORS));
    columns.put("transmit_colls", sum(counters, COLLISIONS));
    columns.put(
        "transmit_carrier",
        sum(counters, TX_CARRIER_ERRORS, TX_ABORTED_ERRORS, TX_HEARTBEAT_ERRORS, TX_WINDOW_ERRORS));
    columns.put("transmit_compressed", sum(counters, TX_COMPRESSED));
    return columns;
  }

  private static double sum(double[] counters, int... parts) {
    double sum = 0;
    for (int part : parts) {
      sum += counters[part];
    }
    return sum;
  }
}
