package io.tributary.exporters.unix.net;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.List;

/// Fibre Channel host adapters.
///
/// Source: Linux `Documentation/ABI/testing/sysfs-class-fc_host`, `..._statistics`.
public final class FibreChannelCollector implements Collector {
  private record Counter(String file, String name, String help) {}

  private static final List<Counter> COUNTERS =
      List.of(
          new Counter("dumped_frames", "dumped_frames_total", "Number of dumped frames"),
          new Counter("error_frames", "error_frames_total", "Number of errors in frames"),
          new Counter(
              "invalid_crc_count", "invalid_crc_total", "Invalid Cyclic Redundancy Check count"),
          new Counter("rx_frames", "rx_frames_total", "Number of frames received"),
          new Counter("rx_words", "rx_words_total", "Number of words received by host port"),
          new Counter("tx_frames", "tx_frames_total", "Number of frames transmitted by host port"),
          new Counter("tx_words", "tx_words_total", "Number of words transmitted by host port"),
          new Counter(
              "seconds_since_last_reset",
              "seconds_since_last_reset_total",
              "Number of seconds since last host port reset"),
          new Counter(
              "invalid_tx_word_count",
              "invalid_tx_words_total",
              "Number of invalid words transmitted by host port"),
          new Counter(
              "link_failure_count",
              "link_failure_total",
              "Number of times the host port link has failed"),
          new Counter(
              "loss_of_sync_count",
              "loss_of_sync_total",
              "Number of failures on either bit or transmission word boundaries"),
          new Counter(
              "loss_of_signal_count",
              "loss_of_signal_total",
              "Number of times signal has been lost"),
          new Counter(
              "nos_count",
              "nos_total",
              "Number Not_Operational Primitive Sequence received by host port"),
          new Counter("fcp_packet_aborts", "fcp_packet_aborts_total", "Number of aborted packets"));

  private final Tree hosts;

  public FibreChannelCollector(Tree sys) {
    hosts = sys.in("class/fc_host");
  }

  @Override
  public void collect(Families out) throws IOException {
    for (String name : hosts.namesOrNoData("no Fibre Channel adapters")) {
      info(out, hosts.in(name), name);
      counters(out, hosts.in(name + "/statistics"), name);
    }
  }

  private static void info(Families out, Tree host, String name) throws IOException {
    host.attribute("node_name"); // Not shown, but an adapter without it is not one.
    out.gauge(
        "node_fibrechannel_info",
        "Non-numeric data from /sys/class/fc_host/<host>, value is always 1.",
        1,
        "fc_host",
        name,
        "speed",
        host.attribute("speed"),
        "port_state",
        host.attribute("port_state"),
        "port_type",
        host.attribute("port_type"),
        "port_id",
        withoutPrefix(host.attribute("port_id")),
        "port_name",
        withoutPrefix(host.attribute("port_name")),
        "fabric_name",
        withoutPrefix(host.attribute("fabric_name")),
        "symbolic_name",
        host.attribute("symbolic_name"),
        "supported_classes",
        host.attribute("supported_classes"),
        "supported_speeds",
        host.attribute("supported_speeds"),
        "dev_loss_tmo",
        host.attribute("dev_loss_tmo"));
  }

  private static void counters(Families out, Tree statistics, String host) throws IOException {
    statistics.names(""); // An adapter without the folder fails.
    for (Counter counter : COUNTERS) {
      String text = statistics.attributeIfPresent(counter.file());
      Double value = text == null ? Double.valueOf(0) : Numbers.counter(text);
      if (value != null) {
        out.counter("node_fibrechannel_" + counter.name(), counter.help(), value, "fc_host", host);
      }
    }
  }

  /// Names are hexadecimal and shown without their `0x`.
  private static String withoutPrefix(String text) {
    return text.length() > 2 ? text.substring(2) : text;
  }
}
